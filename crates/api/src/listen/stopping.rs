use tokio::sync::watch;

/// Tells what goes on for long that the server begins to stop.
#[derive(Debug, Clone)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Turns true when it does.
    pub(super) const fn new(stops: watch::Receiver<bool>) -> Self {
        Self(stops)
    }

    /// Waits for it.
    pub(crate) async fn begun(&mut self) {
        if self.0.wait_for(|stops| *stops).await.is_err() {
            // Nobody is left who could stop it in order.
            std::future::pending::<()>().await;
        }
    }
}
