package dev.agenthub.app.client;

import dev.agenthub.api.ServerEvent;

/** Receives the organization's events. */
public interface EventListener {
    /** The state of the event stream. In every state but {@link #ENDED} it reconnects until it is live. */
    enum Link {
        /** Connecting for the first time, or again after the server ended the stream. */
        CONNECTING,
        LIVE,
        /** No connection. */
        LOST,
        /** Connected, but the server sends nothing. */
        SILENT,
        /** The server answers that it is temporarily unavailable. */
        UNAVAILABLE,
        /** The server answers that its database has stopped and has to be started by an operator. */
        STOPPED,
        /** The server presents another certificate than the pinned one. */
        UNTRUSTED,
        /** The session has ended. */
        ENDED;

        /** Whether the notice above every screen has nothing to report about the stream. */
        public boolean isWell() {
            return this == CONNECTING || this == LIVE || this == ENDED;
        }
    }

    /** Ignores everything. */
    EventListener NOBODY = new EventListener() {
        @Override
        public void link(Link state) {}

        @Override
        public void event(ServerEvent event) {}
    };

    /** Called at each change of state. After {@link Link#LIVE} everything shown has to be fetched again: events may have been missed. */
    void link(Link state);

    void event(ServerEvent event);
}
