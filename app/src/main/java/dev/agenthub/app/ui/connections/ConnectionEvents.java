package dev.agenthub.app.ui.connections;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.ui.common.TaskRunner;

/**
 * Hears on the window's thread that something may have become of connections: every call,
 * pause, refresh and spending is an entry of the audit log.
 *
 * @param onLive everything is to be asked for again
 */
record ConnectionEvents(TaskRunner tasks, Runnable onLive, Runnable onAppended) implements EventListener {

    @Override
    public void link(Link state) {
        if (state == Link.LIVE) {
            tasks.onWindow(onLive);
        }
    }

    @Override
    public void event(ServerEvent event) {
        if (event.name().equals(ServerEvent.AUDIT_APPENDED)) {
            tasks.onWindow(onAppended);
        }
    }
}
