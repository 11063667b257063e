# A small shop to search in.

search_shop()
{
	new_shop
	import_yaml <<'YAML'
products:
  - { sku: MUG-RED, name: Red mug, brand: Acme, category: Kitchen/Cups, price: 7.50, stock: 24,
      barcode: "4006381333931", description: For tea and for coffee,
      attributes: { color: red, volume_ml: 300, material: [glass, tin] } }
  - { sku: MUG-BLUE, name: Blue mug, brand: Acme, category: Kitchen/Cups, price: 8, stock: 0,
      attributes: { color: blue, volume_ml: 450, material: clay } }
  - { sku: DISH-1, name: Crème brûlée dish, brand: Bräu, category: Kitchen, price: 12.50, stock: 5,
      attributes: { material: clay } }
  - { sku: MX-5150, name: Headphones MX-5150, brand: Sonix, category: Audio, price: 89, stock: 2,
      attributes: { color: black } }
  - { sku: BLANKET, name: Wool blanket, brand: Wren, category: Home, price: 49.90, stock: 1 }
  - { sku: JACKET, name: Running jacket, brand: Wren, category: Clothing, price: 99, stock: 3,
      attributes: { color: red, size: M } }
  - { sku: DRAFT, name: Secret mug, price: 1, stock: 9, status: draft }
  - { sku: OLD, name: Old mug, price: 1, stock: 9, status: archived }
  - product: shirt
    name: Basic shirt
    brand: Wren
    category: Clothing/Shirts
    price: 20
    options: [size, color]
    attributes: { material: cotton }
    variants:
      - { sku: S-S-RED, size: S, color: red, stock: 0, price: 19 }
      - { sku: S-M-RED, size: M, color: red, stock: 4 }
      - { sku: S-M-BLUE, size: M, color: blue, stock: 2, price: 22 }
      - { sku: S-L-GREEN, size: L, color: green, stock: 1, status: archived }
YAML
}

# finds WORD... : SKU... searches and expects these SKUs, in any order; none is exit
# status 1.
finds()
{
	local words=() expected=-0

	while [ "$1" != : ]; do
		words+=("$1")
		shift
	done
	shift
	[ $# -gt 0 ] || expected=-1
	shop "$expected" search --format ids --limit 0 "${words[@]}"
	same "$(sort "$output_file")" "$(printf '%s\n' "$@" | sort)" "${words[*]}"
}

# ranks WORD... : SKU... the same, in this order.
ranks()
{
	finds "$@"
	while [ "$1" != : ]; do
		shift
	done
	shift
	same "$output" "$(printf '%s\n' "$@")" order
}
