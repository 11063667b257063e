#ifndef SHOP_CMD_COMMANDS_H
#define SHOP_CMD_COMMANDS_H

#include "cli/command.h"

/* Every command, in the manual's order: the one list. Each is command_NAME in
 * cmd/NAME.c. */
#define COMMANDS(X) \
	X(init) \
	X(register) \
	X(login) \
	X(logout) \
	X(whoami) \
	X(passwd) \
	X(account_show) \
	X(account_edit) \
	X(account_payment_list) \
	X(account_payment_add) \
	X(account_payment_remove) \
	X(search) \
	X(show) \
	X(categories) \
	X(cart_show) \
	X(cart_add) \
	X(cart_update) \
	X(cart_rm) \
	X(cart_clear) \
	X(cart_coupon) \
	X(checkout) \
	X(orders) \
	X(orders_pay) \
	X(orders_cancel) \
	X(orders_return) \
	X(admin_add_product) \
	X(admin_edit_product) \
	X(admin_remove_product) \
	X(admin_price_history) \
	X(admin_import) \
	X(admin_export) \
	X(admin_stock_show) \
	X(admin_stock_set) \
	X(admin_stock_add) \
	X(admin_stock_count) \
	X(admin_stock_log) \
	X(admin_stock_low) \
	X(admin_orders) \
	X(admin_order_show) \
	X(admin_order_explain) \
	X(admin_order_pay) \
	X(admin_order_ship) \
	X(admin_order_deliver) \
	X(admin_order_cancel) \
	X(admin_order_cancel_unpaid) \
	X(admin_order_return) \
	X(admin_order_refund) \
	X(admin_order_note) \
	X(admin_order_address) \
	X(admin_order_slip) \
	X(admin_order_invoice) \
	X(admin_payments_list) \
	X(admin_payments_reconcile) \
	X(admin_payments_capture) \
	X(admin_payments_void) \
	X(admin_customers_list) \
	X(admin_customers_find) \
	X(admin_customers_add) \
	X(admin_customers_show) \
	X(admin_customers_note) \
	X(admin_customers_group) \
	X(admin_customers_disable) \
	X(admin_customers_reset_password) \
	X(admin_promotion_list) \
	X(admin_promotion_show) \
	X(admin_promotion_add) \
	X(admin_promotion_edit) \
	X(admin_promotion_remove) \
	X(admin_promotion_test) \
	X(admin_sale_list) \
	X(admin_sale_show) \
	X(admin_sale_add) \
	X(admin_sale_edit) \
	X(admin_sale_remove) \
	X(admin_tax_list) \
	X(admin_tax_show) \
	X(admin_tax_add) \
	X(admin_tax_edit) \
	X(admin_tax_remove) \
	X(admin_tax_test) \
	X(admin_shipping_list) \
	X(admin_shipping_show) \
	X(admin_shipping_add) \
	X(admin_shipping_edit) \
	X(admin_shipping_remove) \
	X(admin_shipping_test) \
	X(admin_synonyms_list) \
	X(admin_synonyms_add) \
	X(admin_synonyms_remove) \
	X(admin_report_sales) \
	X(admin_report_products) \
	X(admin_report_categories) \
	X(admin_report_brands) \
	X(admin_report_customers) \
	X(admin_report_payments) \
	X(admin_report_tax) \
	X(admin_report_stock) \
	X(admin_report_carts) \
	X(admin_report_orders) \
	X(admin_report_picking) \
	X(admin_report_journal) \
	X(admin_staff_list) \
	X(admin_staff_add) \
	X(admin_staff_disable) \
	X(admin_config_list) \
	X(admin_config_get) \
	X(admin_config_set) \
	X(admin_hooks_list) \
	X(admin_hooks_run) \
	X(admin_hooks_test) \
	X(admin_log) \
	X(admin_check) \
	X(admin_reindex) \
	X(admin_stats) \
	X(admin_backup) \
	X(admin_restore) \
	X(admin_key_export) \
	X(admin_key_import) \
	X(batch) \
	X(help) \
	X(completion)

#define COMMAND_DECLARE(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

extern const struct command_list all_commands;

#endif
