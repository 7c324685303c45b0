// Letters, digits, white space and lower case as Python's str sees them (Unicode 14.0): what the model was
// trained with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace chancery {

bool is_space(char32_t c);  // str.isspace
bool is_alpha(char32_t c);  // str.isalpha: general category L*
bool is_digit(char32_t c);  // str.isdigit: "²" is one
bool is_upper(char32_t c);  // str.isupper
char32_t to_lower(
    char32_t c);  // the simple mapping; U+0130 gives 'i' (to_lower of a string gives two code points)

// str.lower(): the full mapping with the rule for the final sigma. `text` is valid UTF-8. Appends to `out`.
void append_lower(std::string& out, std::string_view text);
std::string to_lower(std::string_view text);

// str.isalpha(): not empty, and letters only.
bool is_alpha(std::string_view text);

}  // namespace chancery
