/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_BUILD_BUG_H
#define IOPACT_STANDIN_LINUX_BUILD_BUG_H

#define BUILD_BUG_ON(condition) _Static_assert(!(condition), #condition)
#ifndef __cplusplus
#define static_assert(condition, ...) _Static_assert(condition, "" __VA_ARGS__)
#endif

#endif
