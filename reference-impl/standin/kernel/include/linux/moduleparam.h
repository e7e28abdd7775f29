/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_MODULEPARAM_H
#define IOPACT_STANDIN_LINUX_MODULEPARAM_H

#include <linux/types.h>

/* One module parameter; they lie side by side in a section of their own, as in a real module. */
struct standin_param {
	const char *name;
	const char *type;
	void *value;
};

#define module_param_named(name, variable, type, permissions)                                              \
	static const struct standin_param standin_param_##name                                             \
		__attribute__((used, section("standin_params"), aligned(sizeof(void *)))) = {#name, #type, \
											     &(variable)}
#define module_param(name, type, permissions) module_param_named(name, name, type, permissions)

#endif
