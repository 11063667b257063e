#include "cli/help_parts.h"

#include "cli/kind.h"

/* "--count COUNT", "-n COUNT", "--facets[=NAME,...]", or "SKU" of an operand. */
static enum status
param_form(const struct param *param, bool short_form, struct arena *arena,
	const char **form, struct err *err)
{
	const char *value;

	if (param->flags & PARAM_OPERAND) {
		*form = param->name;
		return ST_OK;
	}
	TRY(param_value_name(param, arena, &value, err));
	if (param->kind == KIND_FLAG && short_form && param->letter)
		return arena_format(arena, form, err, "-%c", param->letter);
	if (param->kind == KIND_FLAG)
		return arena_format(arena, form, err, "--%s", param->name);
	if (param->flags & PARAM_OPTIONAL_VALUE)
		return arena_format(
			arena, form, err, "--%s[=%s]", param->name, value);
	if (short_form && param->letter)
		return arena_format(arena, form, err, "-%c %s", param->letter, value);
	return arena_format(arena, form, err, "--%s %s", param->name, value);
}

enum status
param_usage(const struct param *param, struct arena *arena, const char **usage,
	struct err *err)
{
	bool operand = param->flags & PARAM_OPERAND;
	bool required = param->flags & PARAM_REQUIRED;
	const char *dots = param->flags & PARAM_REPEATED ? "..." : "";
	const char *form;

	TRY(param_form(param, true, arena, &form, err));
	if (required)
		return arena_format(arena, usage, err, "%s%s", form, dots);
	return arena_format(
		arena, usage, err, operand ? "[%s%s]" : "[%s]%s", form, dots);
}

enum status
param_label(const struct param *param, struct arena *arena, const char **label,
	struct err *err)
{
	TRY(param_form(param, false, arena, label, err));
	if (param->flags & PARAM_OPERAND)
		return ST_OK;
	if (param->letter)
		return arena_format(
			arena, label, err, "-%c, %s", param->letter, *label);
	return arena_format(arena, label, err, "    %s", *label);
}
