# SPDX-License-Identifier: MIT
# What compilers say about generated modules: clippy nothing, and a mistake what to do.
set(wit small.wit)
set(header "mod bindings;\nuse bindings::*;\n")

# compiles(<project> <body of lib.rs> <what the compiler says, empty: nothing> <plugin=world...> [FLAGS ...])
function(compiles project body wanted plugin)
  set(folder ${BINARY}/${project})
  execute_process(COMMAND ${GENERATE} ${project} ${SOURCE}/${wit} ${folder} ${plugin} COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE ${folder}/Cargo.toml "[package]\nname = \"${project}\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"
                                  "rust-version = \"1.63\"\n[lib]\ncrate-type = [\"cdylib\"]\n")
  file(WRITE ${folder}/src/lib.rs "${header}${body}")
  execute_process(COMMAND ${CMAKE_COMMAND} -E env RUSTFLAGS=${ARGN} ${CARGO} clippy --offline --quiet
    --manifest-path ${folder}/Cargo.toml --target-dir ${BINARY}/clippy -- -Dwarnings
    ERROR_VARIABLE said RESULT_VARIABLE status)
  if(wanted STREQUAL "" AND NOT status EQUAL 0)
    message(SEND_ERROR "${project}: ${said}")
  elseif(NOT wanted STREQUAL "" AND NOT said MATCHES "${wanted}")
    message(SEND_ERROR "${project}: wanted `${wanted}`, the compiler says: ${said}")
  endif()
endfunction()

set(functions "fn apply(&self, text: &str) -> Result<String, String> { Ok(text.to_uppercase()) }\n"
              "fn count(&self) -> u64 { 0 }\n")
string(CONCAT filter "impl Filter for Shout {\n" ${functions} "}\n")

compiles(by-default "#[derive(Default)]\npub struct Shout;\n${filter}" "" shout=plugin)
compiles(by-create
  "pub struct Shout { _host: Host }\n${filter}impl Create for Shout {\nfn create(host: Host) -> Result<Self, String> { Ok(Shout { _host: host }) }\n}\n"
  "" shout=plugin)
compiles(without-unwinding "#[derive(Default)]\npub struct Shout;\n${filter}" "" shout=plugin,no-unwind -Cpanic=abort)
compiles(neither "pub struct Shout;\n${filter}" "`Shout: (bindings::)?Create` is not satisfied" shout=plugin)
compiles(no-type "" "cannot find type `Shout` in the crate root" shout=plugin)
compiles(not-send "#[derive(Default)]\npub struct Shout(std::rc::Rc<u8>);\n${filter}"
  "`(std::rc::)?Rc<u8>` cannot be sent between threads safely" shout=plugin)
compiles(not-sync "#[derive(Default)]\npub struct Shout(std::cell::Cell<u8>);\n${filter}"
  "`(std::cell::)?Cell<u8>` cannot be shared between threads safely" shout=plugin,concurrent)
compiles(aborting "#[derive(Default)]\npub struct Shout;\n${filter}" "set `unwind = false` in tenon.toml" shout=plugin
  -Cpanic=abort)

# A changed tenon.toml makes the module stale.
file(APPEND ${BINARY}/by-default/tenon.toml "# changed\n")
execute_process(COMMAND ${CARGO} check --offline --quiet --manifest-path ${BINARY}/by-default/Cargo.toml
  --target-dir ${BINARY}/clippy ERROR_VARIABLE said)
if(NOT said MATCHES "tenon.toml changed: run `tenon build`")
  message(SEND_ERROR "stale: ${said}")
endif()

# With `unwind = false` wrappers return the framework's errors, beside the interface's own.
set(wit every.wit)
compiles(returning-errors "pub struct Shout { host: Host }
impl Create for Shout {
    fn create(host: Host) -> Result<Self, String> { Ok(Shout { host }) }
}
impl Shout {
    fn told(&self) -> Result<u32, Error> {
        self.host.log().info(\"beat\")?;
        let found: Result<Document, CallError<Severity>> = self.host.hub().find(\"title\");
        match found {
            Ok(document) => Ok(document.title()?.len() as u32 + self.host.hub().adopt(vec![document])?),
            Err(CallError::Interface(severity)) => Ok(severity as u32),
            Err(CallError::Framework(error)) => Err(error),
        }
    }
}
impl Pulse for Shout {
    fn beat(&self) -> u32 { self.told().unwrap_or(0) }
}
" "" shout=bare,no-unwind -Cpanic=abort)

# A handle may be of an object that isn't for several threads, whatever this library's own are.
compiles(handles-not-sync "#[derive(Default)]
pub struct Shout(std::sync::RwLock<Option<Document>>);
impl Pulse for Shout {
    fn beat(&self) -> u32 { 0 }
}
" "cannot be shared between threads safely" shout=bare,concurrent)
compiles(handles-in-a-mutex "#[derive(Default)]
pub struct Shout(std::sync::Mutex<Option<Document>>);
impl Pulse for Shout {
    fn beat(&self) -> u32 { self.0.lock().unwrap().as_ref().map_or(0, |document| document.title().len() as u32) }
}
" "" shout=bare,concurrent)

set(wit names.wit)
compiles(names "pub struct Shout(Host);
impl Create for Shout {
    fn create(host: Host) -> Result<Self, String> { Ok(Shout(host)) }
}
impl Called for Shout {
    fn run(&self) { self.0.api().behind(Pair { a: 1, b: 2 }); }
}
" "" shout=called)

# Everything of every.wit, for several threads as well.
set(folder ${BINARY}/every-clippy)
execute_process(COMMAND ${GENERATE} every ${SOURCE}/every.wit ${folder} every=plugin,concurrent quiet=quiet
  COMMAND_ERROR_IS_FATAL ANY)
file(COPY ${SOURCE}/every/ DESTINATION ${folder})
execute_process(COMMAND ${CARGO} clippy --offline --quiet --manifest-path ${folder}/Cargo.toml
  --target-dir ${BINARY}/clippy -- -Dwarnings ERROR_VARIABLE said RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(SEND_ERROR "every: ${said}")
endif()
