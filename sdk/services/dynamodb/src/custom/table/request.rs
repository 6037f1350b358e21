//! What the builders of requests have in common.

/// Setters of a builder with `call`, a call of the client, whose input is a `$input`.
macro_rules! reading {
    ($input:ty) => {
        /// Reads what all writes before have left, and not what may be a moment old. It costs twice as much; global secondary
        /// indexes cannot.
        pub fn consistent(self) -> Self {
            self.with(|input| input.consistent_read = Some(true))
        }

        /// Which attributes come back, by their paths. The type of the items has to do with these alone.
        pub fn projection(mut self, projection: impl Into<$crate::custom::expression::Projection>) -> Self {
            let written =
                $crate::custom::expression::Projected::write_projection(&mut self.input, projection);
            self.trouble = self.trouble.or(written.err());
            self
        }
    };
}

/// Setters that all builders have.
macro_rules! setters {
    ($input:ty) => {
        /// Changes the input of the request in place.
        pub fn with(mut self, change: impl FnOnce(&mut $input)) -> Self {
            change(&mut self.input);
            self
        }

        /// Changes settings of the client for this request alone.
        pub fn customize(
            mut self,
            change: impl FnOnce(
                tucuxi::client::Builder<tucuxi::client::Core>,
            ) -> tucuxi::client::Builder<tucuxi::client::Core>,
        ) -> Self {
            self.client = self.client.customize(change);
            self
        }
    };
}

/// `send` and `await` of a builder, by its `run`.
macro_rules! sending {
    ($name:ident<$item:ident> -> $output:ty) => {
        impl<$item: tucuxi::external::serde::de::DeserializeOwned + Send + 'static> $name<$item> {
            /// Makes the request.
            pub fn send(self) -> tucuxi::http::BoxFuture<'static, Result<$output, tucuxi::Error>> {
                Box::pin(self.run())
            }
        }

        impl<$item: tucuxi::external::serde::de::DeserializeOwned + Send + 'static> IntoFuture
            for $name<$item>
        {
            type Output = Result<$output, tucuxi::Error>;
            type IntoFuture = tucuxi::http::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
    ($name:ident -> $output:ty) => {
        impl $name {
            /// Makes the request.
            pub fn send(self) -> tucuxi::http::BoxFuture<'static, Result<$output, tucuxi::Error>> {
                Box::pin(self.run())
            }
        }

        impl IntoFuture for $name {
            type Output = Result<$output, tucuxi::Error>;
            type IntoFuture = tucuxi::http::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

pub(super) use {reading, sending, setters};
