//! Requests and what fills them: loads, actions, batch actions, waiters.

use super::{Owner, ResourceLowering};
use crate::ir::resource::{Action, Param, Request, Source, Waiter};
use crate::ir::{StructureId, Type};
use crate::lower::{jmespath, paths, reserved};
use crate::model::resource as model;
use crate::names::{self, Scope};
use serde_json::Value;

impl<'a> ResourceLowering<'a> {
    /// What is called. `None` too where the operation is not wanted.
    pub(super) fn request(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        request: &'a model::Request,
        batch: bool,
    ) -> Option<Request> {
        let operation = self.operation(&format!("{place}.operation"), &request.operation)?;
        let input = self.service.operations[operation].input;
        let params = self.params(owner, place, &request.params, input, batch);
        Some(Request { operation, params })
    }

    /// The index of an operation; `None` without an error if it is there but not wanted.
    pub(super) fn operation(&mut self, place: &str, name: &str) -> Option<usize> {
        let operations = &self.service.operations;
        if let Ok(index) = operations.binary_search_by(|operation| operation.name.as_str().cmp(name)) {
            return Some(index);
        }
        if !self.model.service.operations.contains_key(name) {
            self.error(place, format!("there is no operation `{name}`"));
        }
        None
    }

    /// What fills an input.
    pub(super) fn params(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        params: &[model::Param],
        input: StructureId,
        batch: bool,
    ) -> Vec<Param> {
        let params = params.iter().enumerate();
        params
            .filter_map(|(index, param)| {
                self.param(owner, &format!("{place}.params[{index}]"), param, input, batch)
            })
            .collect()
    }

    fn param(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        param: &model::Param,
        input: StructureId,
        batch: bool,
    ) -> Option<Param> {
        let target = self.target(&format!("{place}.target"), &param.target, input, batch);
        // What the caller gives; nothing is filled in.
        if param.source == "input" {
            return None;
        }
        let source = self.source(owner, place, param);
        let ((target, ty), source) = (target?, source?);
        if let Err(message) = self.check_fit(owner, &source, ty) {
            self.error(place, message);
            return None;
        }
        Some(Param { target, source })
    }

    fn source(&mut self, owner: Owner<'a, '_>, place: &str, param: &model::Param) -> Option<Source> {
        match (param.source.as_str(), &param.value) {
            ("identifier", _) => self.parent(owner, place, param).map(Source::Identifier),
            ("data", _) => self.data(owner, place, param).map(|(expression, _)| Source::Data(expression)),
            ("string", Some(Value::String(text))) => Some(Source::Text(text.clone())),
            ("integer", Some(Value::Number(number))) if number.is_i64() => {
                number.as_i64().map(Source::Integer)
            }
            ("boolean", Some(Value::Bool(value))) => Some(Source::Boolean(*value)),
            (kind @ ("string" | "integer" | "boolean"), _) => {
                self.error(format!("{place}.value"), format!("there is no {kind}"));
                None
            }
            (other, _) => {
                self.error(format!("{place}.source"), format!("`{other}` is no source of a parameter"));
                None
            }
        }
    }

    /// The index of the parent's identifier that `param` names.
    pub(super) fn parent(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        param: &model::Param,
    ) -> Option<usize> {
        let name = param.name.as_deref().unwrap_or_default();
        let snake = names::snake(name);
        let mut identifiers = owner.definition.identifiers.iter();
        let found = identifiers.position(|identifier| names::snake(&identifier.name) == snake);
        if found.is_none() {
            self.error(format!("{place}.name"), format!("`{name}` is no identifier of the type"));
        }
        found
    }

    /// The expression of `param` that is applied to the type's data, and what it gives.
    pub(super) fn data(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        param: &model::Param,
    ) -> Option<(crate::ir::jmespath::Expression, paths::Kind)> {
        if owner.definition.shape.is_none() {
            self.error(place, "data is asked of a type that has no shape");
        }
        self.found(&format!("{place}.path"), param.path.as_deref(), owner.shape?)
    }

    /// The expression `text`, and what it gives when it is applied to `structure`.
    pub(super) fn found(
        &mut self,
        place: &str,
        text: Option<&str>,
        structure: StructureId,
    ) -> Option<(crate::ir::jmespath::Expression, paths::Kind)> {
        let Some(text) = text else {
            self.error(place, "there is no path");
            return None;
        };
        match jmespath::expression(self.file, place, text) {
            Ok(expression) => {
                match paths::kind(self.service, &expression, &paths::Kind::structure(structure)) {
                    Ok(kind) => Some((expression, kind)),
                    Err(message) => {
                        self.error(place, format!("`{text}`: {message}"));
                        None
                    }
                }
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    /// Whether what comes from `source` can stand where `ty` is wanted.
    fn check_fit(&self, owner: Owner<'_, '_>, source: &Source, ty: Type) -> Result<(), String> {
        let text = matches!(ty, Type::String | Type::Enum(_));
        let whole = ty == Type::Integer;
        let number = whole || matches!(ty, Type::Float | Type::Double);
        let (fits, what) = match source {
            // An identifier is text that is read as what is wanted: `PartNumber`.
            Source::Identifier(_) => (text || number || ty == Type::Boolean, "an identifier"),
            Source::Text(_) => (text, "a string"),
            Source::Integer(_) => (whole, "a whole number"),
            Source::Boolean(_) => (ty == Type::Boolean, "a boolean"),
            Source::Data(expression) => {
                let Some(shape) = owner.shape else { return Ok(()) };
                let kind = paths::kind(self.service, expression, &paths::Kind::structure(shape))?;
                let list = is_list(&kind);
                (list == matches!(ty, Type::List(_)), if list { "a list" } else { "what is no list" })
            }
        };
        if fits { Ok(()) } else { Err(format!("{what} does not fit the target")) }
    }

    /// The calls among `actions` whose operations are wanted.
    pub(super) fn actions(
        &mut self,
        owner: Owner<'a, '_>,
        methods: &mut super::names::Methods,
        builders: &mut Scope,
    ) -> Vec<Action> {
        let mut actions = Vec::new();
        for (name, action) in &owner.definition.actions {
            let place = format!("{}.actions.{name}", owner.place);
            let method = self.claim(methods, &place, name, "action");
            let type_name = builders.claim(names::shape(name));
            actions.extend(self.action(owner, &place, name, action, method, type_name, false));
        }
        actions
    }

    /// Calls for all that stand on a page.
    pub(super) fn batch_actions(&mut self, owner: Owner<'a, '_>) -> Vec<Action> {
        let mut actions = Vec::new();
        for (name, action) in &owner.definition.batch_actions {
            let place = format!("{}.batchActions.{name}", owner.place);
            let method = names::snake(name);
            let type_name = names::shape(name);
            if action.resource.is_some() {
                self.error(format!("{place}.resource"), "a batch action makes no resources");
                continue;
            }
            actions.extend(self.action(owner, &place, name, action, method, type_name, true));
        }
        actions
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of an action, each of another kind")]
    fn action(
        &mut self,
        owner: Owner<'a, '_>,
        place: &str,
        name: &str,
        action: &'a model::Action,
        method: String,
        type_name: String,
        batch: bool,
    ) -> Option<Action> {
        let request = self.request(owner, &format!("{place}.request"), &action.request, batch)?;
        if let (None, Some(path)) = (&action.resource, action.path.as_deref().filter(|path| *path != "$")) {
            self.error(
                format!("{place}.path"),
                format!("`{path}`: an action gives the whole answer or resources"),
            );
        }
        let produced = match &action.resource {
            Some(produced) => {
                let place = format!("{place}.resource");
                Some(self.produced(owner, &place, produced, Some(request.operation))?)
            }
            None => None,
        };
        let setters = self.setters(request.operation, reserved::ACTION.scope());
        Some(Action { name: name.to_owned(), method, type_name, request, setters, produced })
    }

    /// The names of setters for the members of an operation's input, in a scope where the builder's methods are taken.
    pub(super) fn setters(&self, operation: usize, mut scope: Scope) -> Vec<String> {
        let members = &self.service[self.service.operations[operation].input].members;
        members.iter().map(|member| scope.claim(member.rust_name.clone())).collect()
    }

    /// A name of a method; the name itself, and an error, where it cannot be had.
    pub(super) fn claim(
        &mut self,
        methods: &mut super::names::Methods,
        place: &str,
        name: &str,
        category: &str,
    ) -> String {
        methods.claim(name, category).unwrap_or_else(|message| {
            self.error(place, message);
            names::snake(name)
        })
    }

    /// Waiters of the service for one resource.
    pub(super) fn waiters(
        &mut self,
        owner: Owner<'a, '_>,
        methods: &mut super::names::Methods,
    ) -> Vec<Waiter> {
        let mut waiters = Vec::new();
        for (name, waiter) in &owner.definition.waiters {
            let place = format!("{}.waiters.{name}", owner.place);
            let method = self.claim(methods, &place, &format!("WaitUntil{name}"), "waiter");
            let Some(index) = self.waiter(&format!("{place}.waiterName"), &waiter.waiter_name) else {
                continue;
            };
            let input = self.service.operations[self.service.waiters[index].operation].input;
            let params = self.params(owner, &place, &waiter.params, input, false);
            if params.iter().any(|param| matches!(param.source, Source::Data(_))) {
                // A waiter begins with a call, and is no resource that could load its data first.
                self.error(format!("{place}.params"), "a parameter of a waiter cannot come from data");
            }
            waiters.push(Waiter { method, waiter: index, params });
        }
        waiters
    }

    fn waiter(&mut self, place: &str, name: &str) -> Option<usize> {
        let found = self.service.waiters.iter().position(|waiter| waiter.name == name);
        // With some of the operations there are some of the waiters.
        let all = self.service.operations.len() == self.model.service.operations.len();
        if found.is_none() && all {
            self.error(place, format!("there is no waiter `{name}`"));
        }
        found
    }

    /// The call that the waiter `Exists` of a type makes: it tells whether there is one.
    pub(super) fn exists(&mut self, owner: Owner<'a, '_>) -> Option<Request> {
        let waiter = owner.definition.waiters.get("Exists")?;
        let index = self.service.waiters.iter().position(|there| there.name == waiter.waiter_name)?;
        let operation = self.service.waiters[index].operation;
        let input = self.service.operations[operation].input;
        // What is wrong with the parameters was told when the waiter was lowered.
        let told = self.errors.len();
        let params = self.params(owner, "", &waiter.params, input, false);
        self.errors.truncate(told);
        Some(Request { operation, params })
    }
}

/// Whether an expression gives a list.
pub(super) fn is_list(kind: &paths::Kind) -> bool {
    matches!(kind, paths::Kind::Items(_) | paths::Kind::Of(Type::List(_)))
}
