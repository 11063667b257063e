#!/usr/bin/env bats
# admin import of what other shops export: Shopify's and WooCommerce's products.

load helper

setup()
{
	isolate
	new_shop
	csv=$BATS_TEST_TMPDIR/shop.csv
}

# Imports standard input, and once more with 0 changes.
import_twice()
{
	cat >"$csv"
	shop --json admin import "$csv"
	assert_json '[.new, .rejected] | join(" ")' "$1 0"
	shop --json admin import "$csv"
	assert_json '[.unchanged, .rejected] | join(" ")' "$1 0"
	shop admin export
}

refused()
{
	cat >"$csv"
	shop -65 admin import "$csv"
	assert_error -p "$csv:$1"
}

@test "Shopify's products: options, images of further rows, prices of a sale, HTML" {
	import_twice 2 <<'CSV'
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,Variant Image,Variant Weight Unit,Cost per item,Status
classic-tee,Classic Tee,"<p>Soft <b>cotton</b> &amp; light.</p><ul><li>Washable</li><li>Fair&nbsp;trade</li></ul><script>x()</script>",Acme,Apparel & Accessories > Clothing > Tops/Shirts,T-Shirt,"summer, cotton",true,Size,S,Color,Red,,,TEE-S-RED,180.6,shopify,7,deny,manual,20.00,25.00,true,true,'0123456789012,https://cdn.example.com/1.jpg,1,,false,,https://cdn.example.com/red.jpg,g,8.50,active
classic-tee,,,,,,,,,M,,Red,,,,180.0,shopify,-2,continue,manual,20.00,,true,false,,https://cdn.example.com/2.jpg,2,,,,,g,,
classic-tee,,,,,,,,,,,,,,,,,,,,,,,,,https://cdn.example.com/3.jpg,3,,,,,,,
mug,Mug,Plain mug,Acme,,Kitchen,,false,Title,Default Title,,,,,,350,,5,deny,manual,9.5000,9.50,true,true,,,,,,,,g,,active
CSV
	same "$output" "$(cat <<'YAML'
products:
  - product: classic-tee
    name: Classic Tee
    brand: Acme
    category: Apparel & Accessories/Clothing/Tops-Shirts
    description: "Soft cotton & light.\n\n- Washable\n- Fair trade"
    options: [Size, Color]
    images: ["https://cdn.example.com/1.jpg", "https://cdn.example.com/2.jpg", "https://cdn.example.com/3.jpg"]
    attributes:
      tags: [summer, cotton]
      type: T-Shirt
    variants:
      - sku: TEE-S-RED
        Size: S
        Color: Red
        stock: 7
        barcode: "0123456789012"
        price: "25.00"
        sale_price: "20.00"
        cost: "8.50"
        weight_g: 181
        needs_shipping: true
        track_stock: true
        backorder: false
        tax_class: standard
        images: ["https://cdn.example.com/red.jpg"]
      - sku: classic-tee-M-Red
        Size: M
        Color: Red
        price: "20.00"
        weight_g: 180
        needs_shipping: true
        track_stock: true
        backorder: true
  - sku: mug
    name: Mug
    brand: Acme
    category: Kitchen
    description: Plain mug
    status: draft
    price: "9.50"
    weight_g: 350
    needs_shipping: true
    track_stock: false
    backorder: false
    tax_class: standard
YAML
)"
}

@test "Shopify's newer names of columns mean the same" {
	import_twice 1 <<'CSV'
Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Option1 Linked To,Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,Inventory quantity,Continue selling when out of stock,Weight value (grams),Weight unit for display,Requires shipping,Product image URL,Image position,Variant image URL,Color (product.metafields.shopify.color-pattern)
Red Cap,red-cap,<p>A nice cap</p>,Nike,,Headwear,,TRUE,Archived,CAP-RED,111,,,,499,,,TRUE,shopify,20,FALSE,150,g,TRUE,https://x/cap.png,1,,red
CSV
	same "$output" "$(cat <<'YAML'
products:
  - sku: CAP-RED
    name: Red Cap
    brand: Nike
    category: Headwear
    description: A nice cap
    status: archived
    stock: 20
    barcode: "111"
    price: "499.00"
    weight_g: 150
    needs_shipping: true
    track_stock: true
    backorder: false
    tax_class: standard
    images: ["https://x/cap.png"]
YAML
)"
}

@test "what of Shopify's cannot be taken in has its place" {
	refused "3:1: cap: a further variant of 'cap', which has no option (Option1 Name)" <<'CSV'
Handle,Title,Variant SKU,Variant Price
cap,Cap,A,1
cap,,B,2
CSV
	refused "2:11: A: price '1.005' has more decimals" <<'CSV'
Handle,Title,Variant SKU,Variant Price
cap,Cap,A,1.005
CSV
	refused "2:1: a product without a handle" <<'CSV'
Handle,Title,Variant SKU,Variant Price
,Cap,A,1
CSV
	refused "5:1: cap: product 'cap' is there twice, first on line 2" <<'CSV'
Handle,Title,Option1 Name,Option1 Value,Variant Price
cap,Cap,Size,S,1
cap,,,M,2
hat,Hat,Title,Default Title,2
cap,Cap,Size,S,1
CSV
	refused "1:21: the column 'Title' is there twice" <<<'Handle,Title,Vendor,Title'
}

woo()
{
	cat <<'CSV'
ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,"Date sale price starts","Date sale price ends","Tax status","Tax class","In stock?",Stock,"Low stock amount","Backorders allowed?","Sold individually?","Weight (kg)","Length (cm)","Allow customer reviews?","Sale price","Regular price",Categories,Tags,Images,Parent,"Grouped products",Upsells,Position,"Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible","Attribute 1 global","Attribute 2 name","Attribute 2 value(s)","Attribute 2 visible","Attribute 2 global"
77,variation,,V-Neck T-Shirt - Green,1,0,visible,,,,,taxable,parent,0,,,0,0,0.75,,0,,20,,,,id:44,,,0,Color,Green,,1,,,,
44,variable,woo-vneck,V-Neck T-Shirt,1,1,visible,"This is a <em>variable</em> product.","<p>Line one.</p>\n<p>Line two.</p>",,,taxable,,1,,,0,0,0.5,24,1,,,"Clothing > Tshirts, Sale","blue, v-neck",https://example.com/a.jpg,,,,0,Color,"Blue, Green, Red",1,1,Material,"Cotton, Wool",1,0
45,"simple, virtual",,'=Album,1,0,visible,,"Music &#8211; 15 tracks\n\\nice",2026-12-01,2026-12-31 23:59:59,none,,1,10,2,notify,0,,,1,"12,5000",15,Music,,"https://example.com/b.jpg, https://example.com/c.jpg",,,,3,,,,,,,,
76,variation,woo-vneck-red,V-Neck T-Shirt - Red,0,0,visible,,,,,taxable,reduced,1,5,,0,0,,,0,18,20,,,https://example.com/r.jpg,woo-vneck,,,0,Color,Red,,1,,,,
CSV
}

@test "WooCommerce's products: variations anywhere, by ID and by SKU of their product" {
	import_twice 2 < <(woo)
	same "$output" "$(cat <<'YAML'
products:
  - sku: woo-45
    name: "=Album"
    category: Music
    description: "Music – 15 tracks\n\\\\nice"
    stock: 10
    price: "15.00"
    sale_price: "12.50"
    sale_from: 2026-12-01T00:00:00+01:00
    sale_until: 2026-12-31T23:59:59+01:00
    position: 3
    low_stock_at: 2
    needs_shipping: false
    track_stock: true
    backorder: true
    images: ["https://example.com/b.jpg", "https://example.com/c.jpg"]
  - product: woo-vneck
    name: V-Neck T-Shirt
    category: Clothing/Tshirts
    description: "This is a variable product.\n\nLine one.\n\nLine two."
    options: [Color]
    weight_g: 500
    backorder: false
    tax_class: standard
    images: ["https://example.com/a.jpg"]
    attributes:
      Material: [Cotton, Wool]
      more_categories: Sale
      tags: [blue, v-neck]
    variants:
      - sku: woo-vneck-Green
        Color: Green
        price: "20.00"
        weight_g: 750
        track_stock: true
        backorder: false
      - sku: woo-vneck-red
        Color: Red
        stock: 5
        status: draft
        price: "20.00"
        sale_price: "18.00"
        track_stock: true
        backorder: false
        tax_class: reduced
        images: ["https://example.com/r.jpg"]
YAML
)"
}

@test "what of WooCommerce's cannot be taken in has its place, and is rejected whole" {
	refused "3:3: G: a product of type 'grouped' cannot be sold here" <<'CSV'
ID,Type,SKU,Name
1,simple,S,One
2,grouped,G,Set
CSV
	refused "2:17: a variation of 'id:9', which the file does not have as a variable product" <<'CSV'
ID,Type,Name,Parent
1,variation,One,id:9
CSV
	refused "2:1: a product with neither SKU nor ID" <<'CSV'
ID,Type,Name
,simple,One
CSV
	woo | sed 's/,18,20,/,18,x,/' >"$csv"
	shop -3 admin import --keep-going --rejects "$BATS_TEST_TMPDIR/rejects.csv" "$csv"
	assert_error -p "$csv:5:"
	sed -i 's/,18,x,/,18,20,/' "$BATS_TEST_TMPDIR/rejects.csv"
	shop --json admin import "$BATS_TEST_TMPDIR/rejects.csv"
	assert_json '[.new, .rejected] | join(" ")' '1 0'
	shop --json show woo-vneck
	assert_json '.variants | length' 2
}

@test "a thousand variations that stand far from their products are found" {
	awk 'BEGIN {
		print "ID,Type,SKU,Name,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)"
		for (i = 1; i <= 1000; i++)
			print i ",variation,v" i ",," i ",p" (i % 100) ",size," i
		for (i = 0; i < 100; i++)
			print 2000 + i ",variable,p" i ",Product " i ",,,size,"
	}' >"$csv"
	shop --json admin import "$csv"
	assert_json .new 100
	shop --json show p7
	assert_json '[.variants[].sku] | join(" ")' \
		'v7 v107 v207 v307 v407 v507 v607 v707 v807 v907'
}
