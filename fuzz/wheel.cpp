// Fuzz: bytes that claim to be a model wheel are opened or refused.
// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/file_system.h"
#include "language/wheel.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const chancery::MemoryFiles files({{"model.whl", std::string(reinterpret_cast<const char*>(data), size)}});
  const auto opened = chancery::ModelFiles::open(files, "model.whl");
  if (!opened && opened.error().message.empty()) __builtin_trap();
  return 0;
}
