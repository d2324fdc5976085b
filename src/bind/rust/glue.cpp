// SPDX-License-Identifier: MIT
#include "bind/rust/glue.hpp"

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/library.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

SlotGroup group_of(const std::vector<abi::Slot>& slots, const abi::Resource* resource = nullptr) {
  SlotGroup group;
  group.resource = resource;
  for (const abi::Slot& slot : slots) group.functions.push_back(slot.function);
  return group;
}

void add(std::string& out, const std::string& item) {
  if (!item.empty()) out += (out.empty() ? "" : "\n") + item;
}

std::string object_module(const Surface& surface, const Face& face, const abi::Resource& resource) {
  const wit::TypeDef& def = (*surface.model)[resource.type];
  const SlotGroup group = group_of(resource.methods, &resource);
  std::string body = glue_table(surface, face, group), inits;
  add(body, glue_callers(surface, face, group));
  add(body, glue_slots(surface, face, group));
  std::uint32_t base = 0;
  for (const wit::Function* function : group.functions) {
    inits += slot_field(surface, *function) + ": slots::" + slot_field(surface, *function) + ",\n";
    base += surface.newer.contains(function) ? 0 : 1;
  }
  return fill(R"(
    pub mod {{module}} {
        use super::*;
        use interfaces::{{face}}::{ {{name}}Impl, {{name}}Object};

        /// How many of this library's are alive.
        static LIVE: AtomicU64 = AtomicU64::new(0);
        pub const TYPE: &str = {{type}};
        pub static VTABLE: Vtable = Vtable {
            head: Head::new(
                {{count}}, {{hash}},
                TYPE, &library::LIBRARY, Some(runtime::drop_object::<dyn {{name}}Impl>),
            ),
            {{inits}}
        };

        pub extern "C" fn live() -> u64 {
            LIVE.load(Ordering::Acquire)
        }

        // SAFETY: it is a transparent `Handle`.
        unsafe impl Resource for {{name}}Object {
            const SLOTS: u32 = {{base}};
        }

        pub fn make<T: {{name}}Impl>(host: &Host, implementation: T) -> Own<{{name}}Object> {
            let value: Box<dyn {{name}}Impl> = Box::new(implementation);
            // SAFETY: the vtable is the resource's, its slots are for this trait.
            unsafe { runtime::make_object(host, addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
        }

        pub fn made<T: {{name}}Impl>(handle: &Handle) -> Option<&T> {
            // SAFETY: objects with this vtable are made by `make`, and the type was compared.
            unsafe {
                let value = handle.made::<dyn {{name}}Impl>(TYPE, TypeId::of::<T>())?;
                Some(&*(value as *const dyn {{name}}Impl).cast::<T>())
            }
        }

        {{body}}
    }
  )",
              {{"module", names::snake(def.name) + "_object"},
               {"face", face.module},
               {"name", type_name(def.name)},
               {"type", rust_literal(resource.id + std::string(1, '\0'))},
               {"count", std::to_string(group.functions.size())},
               {"hash", hash_text(resource.hash)},
               {"inits", inits},
               {"base", std::to_string(base)},
               {"body", body}});
}

}  // namespace

std::string glue_module(const Surface& surface, const Face& face) {
  std::string body = glue_values(surface, face);
  if (face.contract) {
    const SlotGroup group = group_of(face.contract->functions);
    add(body, glue_table(surface, face, group));
    if (face.import >= 0 && !group.functions.empty()) {
      add(body, "const IMPORT: usize = " + std::to_string(face.import) + ";\n");
      add(body, glue_callers(surface, face, group));
    }
    if (face.exported) add(body, glue_slots(surface, face, group));
    for (const abi::Resource* resource : face.resources) add(body, object_module(surface, face, *resource));
  }
  if (body.empty()) return "";
  return fill(R"(

    pub mod {{module}} {
        use super::*;

        {{body}}
    }
  )",
              {{"module", face.module}, {"body", body}});
}

}  // namespace tenon::bind::rust
