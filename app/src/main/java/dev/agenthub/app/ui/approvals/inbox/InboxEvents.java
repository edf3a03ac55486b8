package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Passes the backend's events on to the inbox on the window's thread: the state of the connection, and the ids of requests
 * that changed.
 */
record InboxEvents(TaskRunner tasks, Consumer<Link> onLink, Consumer<UUID> onRequest) implements EventListener {

    @Override
    public void link(Link state) {
        tasks.onWindow(() -> onLink.accept(state));
    }

    @Override
    public void event(ServerEvent event) {
        UUID about = event.request();
        if (about != null) {
            tasks.onWindow(() -> onRequest.accept(about));
        }
    }
}
