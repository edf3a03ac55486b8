package dev.agenthub.app.client;

import dev.agenthub.api.ServerEvent;

/** Hears what changes in the organization. */
public interface EventListener {
    /** How the stream is doing. */
    enum Link {
        CONNECTING, LIVE, LOST
    }

    /** After {@link Link#LIVE} everything on show has to be asked for again: events may have been missed. */
    void link(Link state);

    void event(ServerEvent event);
}
