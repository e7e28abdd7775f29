/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IOPACT_STANDIN_LINUX_NOSPEC_H
#define IOPACT_STANDIN_LINUX_NOSPEC_H

#define array_index_nospec(index, size) (index)

#endif
