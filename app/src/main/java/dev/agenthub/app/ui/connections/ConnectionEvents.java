package dev.agenthub.app.ui.connections;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.ui.common.TaskRunner;

/**
 * Reports on the window's thread that connections may have changed: every call, pause, refresh and expense is an entry of the audit log.
 *
 * @param onLive called where everything has to be fetched again
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
