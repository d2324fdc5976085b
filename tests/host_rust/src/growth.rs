// SPDX-License-Identifier: MIT
//! Hosts of an older and of a newer interface, with plugins of both: the checks of tests/profile/growth.
use crate::{growth_new, growth_old, host, tests, LANGUAGES};
use std::sync::Arc;
use tenon::{CallError, Error, Status};

struct Service;
struct Seven;

mod old {
    use super::{growth_old::*, Seven};
    impl TokenImpl for Seven {
        fn value(&self) -> u32 {
            7
        }
    }
    impl Service for super::Service {
        fn name(&self) -> String {
            "old".into()
        }
        fn get_token(&self) -> Token {
            Token::new(Seven)
        }
    }
}

mod new {
    use super::{growth_new::*, Seven};
    impl TokenImpl for Seven {
        fn value(&self) -> u32 {
            7
        }
        fn twice(&self) -> u32 {
            14
        }
    }
    impl Service for super::Service {
        fn name(&self) -> String {
            "new".into()
        }
        fn get_token(&self) -> Token {
            Token::new(Seven)
        }
        fn rank(&self) -> u32 {
            5
        }
    }
}

fn status(error: &Error) -> Option<Status> {
    error.status()
}

tests! {
    fn an_old_host_takes_old_and_new_plugins() {
        for language in LANGUAGES {
            for version in ["old", "new"] {
                let imports = growth_old::OldImports { service: Arc::new(Service) };
                let plugin = growth_old::Old::load(&host(), &format!("{}-{}", version, language), imports).unwrap();
                let wanted = if version == "new" { "old 7 no rank no twice -1 -1" } else { "old 7" };
                assert_eq!(plugin.old().report().unwrap(), wanted);
                assert_eq!(plugin.tool().first(1).unwrap(), 2);
                assert_eq!(plugin.tool().new_item(41).unwrap().get().unwrap(), 41);
            }
        }
    }

    fn a_new_host_can_ask_for_what_is_newer() {
        for language in LANGUAGES {
            let imports = growth_new::NewImports { service: Arc::new(Service) };
            let plugin = growth_new::New::load(&host(), &format!("new-{}", language), imports).unwrap();
            assert_eq!(plugin.new().report().unwrap(), "new 7 rank 5 twice 14");
            let item = plugin.tool().new_item(41).unwrap();
            assert!(plugin.tool().has_second() && item.has_add());
            assert_eq!(plugin.tool().second("x").unwrap(), "x!");
            assert!(matches!(plugin.tool().second(""), Err(CallError::Interface(7))));
            assert_eq!(item.add(1).unwrap(), 42);
        }
    }

    fn what_an_old_plugin_lacks_is_missing_and_no_trap() {
        for language in LANGUAGES {
            let imports = growth_new::NewImports { service: Arc::new(Service) };
            let plugin = growth_new::New::load(&host(), &format!("old-{}", language), imports).unwrap();
            let item = plugin.tool().new_item(41).unwrap();
            assert!(!plugin.tool().has_second() && !item.has_add());
            let error = plugin.tool().second("x").unwrap_err();
            assert_eq!(error.framework().and_then(status), Some(Status::Missing));
            assert_eq!(status(&item.add(1).unwrap_err()), Some(Status::Missing));
            assert_eq!(plugin.tool().first(1).unwrap(), 2);
            assert!(!plugin.instance().is_poisoned());
        }
    }
}
