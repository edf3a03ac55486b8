package dev.agenthub.app.ui;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.function.Consumer;

/**
 * Passes events to the notices above every screen, on the window's thread: the
 * connection's state, and that the audit log's state may have changed.
 */
record SessionEvents(TaskRunner tasks, Consumer<Link> onLink, Runnable onLog) implements EventListener {

    @Override
    public void link(Link state) {
        tasks.onWindow(() -> {
            onLink.accept(state);
            if (state == Link.LIVE) {
                onLog.run();
            }
        });
    }

    @Override
    public void event(ServerEvent event) {
        if (event.name().equals(ServerEvent.LOG_CHANGED)) {
            tasks.onWindow(onLog);
        }
    }
}
