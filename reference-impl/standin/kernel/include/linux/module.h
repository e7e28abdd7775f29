/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_MODULE_H
#define IOPACT_STANDIN_LINUX_MODULE_H

#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>

#define THIS_MODULE ((struct module *)0)

int standin_module_init(void);
void standin_module_exit(void);

#define module_init(function)         \
	int standin_module_init(void) \
	{                             \
		return function();    \
	}
#define module_exit(function)          \
	void standin_module_exit(void) \
	{                              \
		function();            \
	}

#define MODULE_PARM_DESC(name, text) extern int standin_unused_declaration
#define MODULE_DESCRIPTION(text) extern int standin_unused_declaration
#define MODULE_LICENSE(text) extern int standin_unused_declaration
#define MODULE_AUTHOR(text) extern int standin_unused_declaration
#define MODULE_ALIAS(text) extern int standin_unused_declaration
#define MODULE_VERSION(text) extern int standin_unused_declaration

#endif
