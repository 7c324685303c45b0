// gzip over zlib, as a stream.
// SPDX-License-Identifier: Apache-2.0
#include "read/gunzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

namespace chancery {
namespace {

class Gunzip : public ByteStream {
 public:
  Gunzip(std::unique_ptr<ByteStream> inner, std::string path)
      : inner_(std::move(inner)), path_(std::move(path)) {}
  ~Gunzip() override {
    if (mode_ == Mode::kGzip) inflateEnd(&z_);
  }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  Result<std::size_t> read(char* to, std::size_t size) override {
    if (mode_ == Mode::kUnknown) start();
    if (mode_ == Mode::kGzip) return inflate_some(to, size);
    if (z_.avail_in == 0) {
      if (fault_) return *fault_;
      return inner_->read(to, size);
    }
    const std::size_t got = std::min<std::size_t>(size, z_.avail_in);
    std::memcpy(to, z_.next_in, got);
    z_.next_in += got;
    z_.avail_in -= static_cast<unsigned>(got);
    return got;
  }

 private:
  enum class Mode { kUnknown, kPlain, kGzip };

  void start() {
    mode_ = Mode::kPlain;
    refill();
    while (z_.avail_in == 1 && refill()) {
    }
    if (!at_member()) return;
    // z_ keeps next_in and avail_in through the initialisation.
    if (inflateInit2(&z_, 15 + 16) == Z_OK) mode_ = Mode::kGzip;
  }

  bool at_member() const { return z_.avail_in >= 2 && z_.next_in[0] == 0x1f && z_.next_in[1] == 0x8b; }

  // Adds bytes behind the unread ones; false at the end of the data.
  bool refill() {
    if (fault_) return false;
    if (z_.avail_in > 0) std::memmove(in_.data(), z_.next_in, z_.avail_in);
    z_.next_in = in_.data();
    Result<std::size_t> got =
        inner_->read(reinterpret_cast<char*>(in_.data()) + z_.avail_in, in_.size() - z_.avail_in);
    if (!got) {
      fault_ = std::move(got).error();
      return false;
    }
    z_.avail_in += static_cast<unsigned>(*got);
    return *got > 0;
  }

  void stop(std::string message) {
    if (fault_) return;
    fault_ = Error{ErrorCode::kInputTruncated,
                   fmt::format("{} after {} unpacked bytes", message, unpacked_),
                   {path_},
                   "what could be unpacked was used; fetch the file again"};
  }

  // Between members. False at the end of the data or where no member follows.
  bool next_member() {
    for (;;) {
      while (z_.avail_in > 0 && z_.next_in[0] == 0) {
        ++z_.next_in;
        --z_.avail_in;
      }
      if (z_.avail_in >= 2) break;
      if (refill()) continue;
      if (fault_) return false;
      if (z_.avail_in == 0) {
        ended_ = true;
        return false;
      }
      break;
    }
    if (!at_member()) {
      stop("the gzip data is followed by something else");
      return false;
    }
    inflateReset(&z_);
    return true;
  }

  Result<std::size_t> inflate_some(char* to, std::size_t size) {
    z_.next_out = reinterpret_cast<unsigned char*>(to);
    z_.avail_out = static_cast<unsigned>(std::min<std::size_t>(size, 1u << 30));
    const unsigned wanted = z_.avail_out;
    while (!ended_ && !broken_ && z_.avail_out == wanted) {
      if (z_.avail_in == 0 && !refill()) {
        stop("the gzip data ends too early");
        broken_ = true;
        break;
      }
      const int state = ::inflate(&z_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        if (!next_member()) broken_ = !ended_;
      } else if (state != Z_OK && state != Z_BUF_ERROR) {
        stop("the gzip data is damaged");
        broken_ = true;
      }
    }
    const std::size_t got = wanted - z_.avail_out;
    unpacked_ += got;
    if (got == 0 && broken_ && fault_) return *fault_;
    return got;
  }

  std::unique_ptr<ByteStream> inner_;
  std::string path_;
  std::vector<unsigned char> in_ = std::vector<unsigned char>(1 << 16);
  z_stream z_{};
  Mode mode_ = Mode::kUnknown;
  bool ended_ = false;
  bool broken_ = false;
  std::uint64_t unpacked_ = 0;
  std::optional<Error> fault_;
};

}  // namespace

std::unique_ptr<ByteStream> gunzip(std::unique_ptr<ByteStream> inner, std::string path) {
  return std::make_unique<Gunzip>(std::move(inner), std::move(path));
}

}  // namespace chancery
