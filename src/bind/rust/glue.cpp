// SPDX-License-Identifier: MIT
#include "bind/rust/glue.hpp"

#include "bind/common/names.hpp"
#include "bind/common/text.hpp"
#include "bind/rust/faces.hpp"
#include "bind/rust/library.hpp"
#include "bind/rust/signature.hpp"
#include "bind/rust/types.hpp"

namespace tenon::bind::rust {
namespace {

SlotGroup group_of(const std::vector<abi::Slot>& slots, std::string table,
                   const abi::Resource* resource = nullptr) {
  SlotGroup group;
  group.resource = resource;
  group.table = std::move(table);
  for (const abi::Slot& slot : slots) group.functions.push_back(slot.function);
  return group;
}

void add(std::string& out, const std::string& item) {
  if (!item.empty()) out += (out.empty() ? "" : "\n") + item;
}

std::string make_object(const Surface& surface, const std::string& impl, const std::string& object) {
  if (surface.bare())
    return fill(R"(
      pub fn make_<T: {{impl}}>(host: &Host, implementation: T) -> Option<Own<{{object}}>> {
          let as_trait = |value: *mut T| value as *mut dyn {{impl}};
          // SAFETY: the vtable is the resource's, its slots are for this trait.
          unsafe { runtime::make_object(host, addr_of!(VTABLE).cast(), &LIVE, implementation, as_trait) }
      }
    )",
                {{"impl", impl}, {"object", object}});
  return fill(R"(
    pub fn make_<T: {{impl}}>({{host}}implementation: T) -> Own<{{object}}> {
        let value: Box<dyn {{impl}}> = Box::new(implementation);
        // SAFETY: the vtable is the resource's, its slots are for this trait.
        unsafe { runtime::make_object({{side}}, addr_of!(VTABLE).cast(), &LIVE, TypeId::of::<T>(), value) }
    }
  )",
              {{"impl", impl},
               {"object", object},
               {"host", surface.host ? "" : "host: &Host, "},
               {"side", surface.host ? "&Host::own()" : "host"}});
}

std::string object_module(const Surface& surface, const Face& face, const abi::Resource& resource) {
  const wit::TypeDef& def = (*surface.model)[resource.type];
  const SlotGroup group = group_of(resource.methods, "Vtable", &resource);
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
        {{uses}}

        /// How many of this library's are alive.
        static LIVE: AtomicU64 = AtomicU64::new(0);
        pub const TYPE: &str = {{type}};
        const HASH: [u8; 16] = {{hash}};
        pub static VTABLE: Vtable = Vtable {
            head: Head::new(
                {{count}}, HASH,
                TYPE, &library::LIBRARY, Some(runtime::drop_object::<dyn {{impl}}>),
            ),
            {{inits}}
        };

        pub extern "C" fn live_() -> u64 {
            LIVE.load(Ordering::Acquire)
        }

        // SAFETY: it is a transparent `Handle`.
        unsafe impl Resource for {{object}} {
            const SLOTS: u32 = {{base}};
            const TYPE: &'static str = TYPE;
            const HASH: [u8; 16] = HASH;
        }

        {{make}}

        pub fn made_<T: {{impl}}>(handle: &Handle) -> Option<&T> {
            // SAFETY: objects with this vtable are made by `make_`, and the type was compared.
            unsafe {
                let value = handle.made::<dyn {{impl}}>(TYPE, TypeId::of::<T>())?;
                Some(&*(value as *const dyn {{impl}}).cast::<T>())
            }
        }

        {{body}}
    }
  )",
              {{"module", names::snake(def.name) + "_object"},
               {"uses", use("interfaces::" + face.module,
                            {type_name(def.name, "Impl"), type_name(def.name, "Object")})},
               {"impl", type_name(def.name, "Impl")},
               {"object", type_name(def.name, "Object")},
               {"type", rust_literal(resource.id + std::string(1, '\0'))},
               {"count", std::to_string(group.functions.size())},
               {"hash", hash_text(resource.hash)},
               {"inits", inits},
               {"base", std::to_string(base)},
               {"make", make_object(surface, type_name(def.name, "Impl"), type_name(def.name, "Object"))},
               {"body", body}});
}

std::vector<abi::Slot> slots_of(const abi::Interface* interface) {
  return interface ? interface->functions : std::vector<abi::Slot>{};
}

}  // namespace

// An interface has one table in both directions, a world's own functions have one in each.
std::string export_table(const Face& face) {
  return face.has_imports() && face.imports->id == "$world" ? "ExportTable" : "Table";
}

std::string glue_module(const Surface& surface, const Face& face) {
  std::string body = glue_values(surface, face);
  const SlotGroup imports = group_of(slots_of(face.imports), "Table");
  const SlotGroup exports = group_of(slots_of(face.exports), export_table(face));
  if (!imports.functions.empty()) {
    add(body, glue_table(surface, face, imports));
    if (!surface.host) add(body, "const IMPORT: usize = " + std::to_string(face.import) + ";\n");
    add(body, glue_callers(surface, face, imports));
  }
  if (face.exports && (imports.functions.empty() || exports.table != imports.table))
    add(body, glue_table(surface, face, exports));
  add(body, glue_slots(surface, face, exports));
  for (const abi::Resource* resource : face.resources) add(body, object_module(surface, face, *resource));
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
