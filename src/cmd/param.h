#ifndef SHOP_CMD_PARAM_H
#define SHOP_CMD_PARAM_H

#include "account/role.h"
#include "cli/command.h"
#include "cmd/context.h"

/* The entries of a command's parameters: the member it fills, and whether one must
 * know that it was given. */
#define PARAM_OF(struct_type, member_type, member) \
	.offset = PARAM_MEMBER(struct_type, member_type, member), \
	.given_offset = SIZE_MAX

/* --name VALUE */
#define OPTION(struct_type, member_type, member, option, option_kind, text) \
	{ \
		.name = (option), .kind = (option_kind), \
		PARAM_OF(struct_type, member_type, member), .help = (text) \
	}

/* A value that must be there, by its place. */
#define OPERAND(struct_type, member_type, member, operand, operand_kind, text) \
	{ \
		.name = (operand), .kind = (operand_kind), \
		.flags = PARAM_OPERAND | PARAM_REQUIRED, \
		PARAM_OF(struct_type, member_type, member), .help = (text) \
	}

#endif
