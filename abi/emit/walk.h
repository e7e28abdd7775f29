// SPDX-License-Identifier: GPL-2.0-or-later
// Statements over the members of a record: loops over arrays, switches over the arms of unions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "abi/emit/code.h"
#include "abi/emit/plan.h"

namespace iopact::emit {

// A member as an expression: "arg->points[i].x". Several at once walk in step, as both sides of a translation
// do.
using Access = std::vector<std::string>;

// The same path with a member's name behind each expression that ends in "->" or "."; an anonymous one adds
// nothing.
Access into(const Access& holder, const Member& member, Style style);

// The members of an aggregate that is reached by these expressions: "." behind named ones.
Access opened(const Access& aggregate, const Member& member);

using ElementBody = std::function<Block(const Access& element, int depth)>;

// `body` for a member, or inside one loop a dimension for each of an array's elements. Nothing for an empty
// body and for flexible arrays. `depth`: loops that are open already.
Block each_element(const Member& member, const Access& access, int depth, const ElementBody& body);

using ArmBody = std::function<Block(const Member& arm)>;

// A switch over the discriminator of a union, whose holder's members begin with `prefix`. Arms with an empty
// body are left to the default, which does nothing.
Block each_arm(const Plan& plan, const Member& unite, std::string_view prefix, Style style,
               const ArmBody& body);

// A value of an enum as a case label, by name where the style knows names.
std::string label_of(const Plan& plan, const Member& member, std::uint64_t value, Style style);

// The integer that a member's bits stand for: byte order undone, char, enum and _Bool with a sign of their
// own.
std::string value_text(const Member& member, const std::string& access, Style style);

// Name of a member in generated code.
std::string member_name(const Member& member, Style style);

}  // namespace iopact::emit
