// SPDX-License-Identifier: MIT
#include "trip.hpp"

#include <algorithm>
#include <cstring>

namespace trips {
namespace {

constexpr char kUnwritten = 0x5A;

}  // namespace

Trip::Trip(Plugin& plugin, const World& world, const Function& function, Journey journey)
    : plugin_(plugin),
      world_(world),
      function_(function),
      journey_(std::move(journey)),
      blocks_(plugin.heap.live()),
      objects_(plugin.objects.live()),
      things_(plugin.things()),
      wanted_(world, journey_.mood, journey_.seed,
              [this, odd = std::uint64_t{0}](const std::string& resource) mutable -> void* {
                // Every other thing is one of the plugin's own.
                ++odd;
                void* const own =
                    resource == "thing" && odd % 2 == 1 ? plugin_.make_thing(1000 + odd) : nullptr;
                return own ? own : plugin_.objects.make(resource, odd);
              }) {
  given_.emplace(world, journey_.mood, journey_.seed, nullptr);
  if (function.result < 0) return;
  const Type& result = world[world.target(function.result)];
  const std::vector<int> whole{function.result};
  for (int part : result.kind == "result" ? result.parts : whole)
    if (part >= 0) outs_.push_back({part, std::vector<char>(world.shape(part).size, kUnwritten)});
}

void Trip::make_values() {
  const bool misbehaves = function_.family == "misbehave";
  for (int param : function_.params) values_.push_back(wanted_.make(param));
  given_->reuse(wanted_.handles());
  for (int param : function_.params) args_.push_back(given_->make(param));
  if (misbehaves) args_[0] = &journey_.how;
  for (const Handle& handle : wanted_.handles()) ids_.push_back(id_of(handle.object));
}

std::int32_t Trip::call() {
  std::vector<void*> outs;
  for (Out& out : outs_) outs.push_back(out.bytes.data());
  if (journey_.shortage != SIZE_MAX) plugin_.heap.fail_at = plugin_.heap.allocations + journey_.shortage;
  const std::int32_t status = plugin_.call(function_, args_.data(), outs.data());
  plugin_.heap.fail_at = SIZE_MAX;
  return status;
}

std::int32_t Trip::run() {
  make_values();
  const std::int32_t status = call();
  if (journey_.how == 0) given_.reset();
  const bool expected = std::ranges::find(journey_.statuses, status) != journey_.statuses.end();
  if (is_answer(status))
    check_answer(status);
  else if (!expected)
    complain("status " + std::to_string(status) + " (" + plugin_.heap.trapped + ")");
  check_rest();
  for (const Handle& handle : wanted_.handles())
    if (!handle.owned) static_cast<tenon_object*>(handle.object)->vtable->drop(handle.object);
  check_nothing_left();
  plugin_.objects.sweep();
  return status;
}

bool Trip::is_answer(std::int32_t status) const {
  const bool fails = function_.result >= 0 && world_[world_.target(function_.result)].kind == "result";
  return status == TENON_OK || (fails && status == TENON_ERR);
}

const char* Trip::wanted() {
  if (function_.family == "ids") return wanted_ids();
  if (function_.family == "gather") return wanted_record();
  return static_cast<const char*>(values_.back());
}

const char* Trip::wanted_ids() {
  char* out = wanted_.block(16);
  const std::uint64_t* ids = ids_.data();
  const std::size_t len = ids_.size();
  std::memcpy(out, &ids, 8);
  std::memcpy(out + 8, &len, 8);
  return out;
}

const char* Trip::wanted_record() {
  char* out = wanted_.block(world_.shape(function_.result).size);
  for (std::size_t i = 0; i < values_.size(); ++i)
    std::memcpy(out + world_.offset(function_.result, i), values_[i], world_.shape(function_.params[i]).size);
  return out;
}

// The result of a result<T, E> is spread over the status and two outs.
void Trip::check_answer(std::int32_t status) {
  if (function_.result < 0) return;
  const char* value = wanted();
  const int type = world_.target(function_.result);
  if (world_[type].kind != "result") return check_out(0, value);
  if (value[0] != status) return complain("status " + std::to_string(status) + " for another case");
  const int part = world_[type].parts[status == TENON_OK ? 0 : 1];
  if (part < 0) return;
  check_out(status == TENON_OK ? 0 : outs_.size() - 1, value + world_.offset(type, 0));
}

void Trip::check_out(std::size_t index, const char* value) {
  Out& out = outs_[index];
  out.written = true;
  if (!equal(world_, out.type, out.bytes.data(), value)) complain("another value came back");
  release(world_, out.type, plugin_.heap, out.bytes.data());
}

void Trip::check_rest() {
  for (const Out& out : outs_)
    if (!out.written && std::ranges::any_of(out.bytes, [](char byte) { return byte != kUnwritten; }))
      complain("an out was written that isn't the answer's");
}

void Trip::check_nothing_left() {
  const auto check = [&](const char* what, std::uint64_t before, std::uint64_t after) {
    if (before != after) complain(std::to_string(after - before) + " " + what + " left");
  };
  check("blocks", blocks_, plugin_.heap.live());
  check("objects of the host", objects_, plugin_.objects.live());
  check("objects of the plugin", things_, plugin_.things());
}

void Trip::complain(const std::string& what) {
  plugin_.heap.complain(function_.name + ", mood " + std::to_string(static_cast<int>(journey_.mood)) +
                        ", seed " + std::to_string(journey_.seed) + ": " + what);
}

}  // namespace trips
