package dev.agenthub.app.client;

import dev.agenthub.api.ServerEvent;

/** Hears what changes in the organization. */
public interface EventListener {
    /** How the stream is doing. All but {@link #ENDED} are tried again until it is live. */
    enum Link {
        /** Not heard of yet, or not again since the server ended the stream. */
        CONNECTING,
        LIVE,
        /** No connection. */
        LOST,
        /** There is a server, and it says nothing. */
        SILENT,
        /** The server answers that it cannot work now. */
        UNAVAILABLE,
        /** The server answers that its database has stopped for good, until somebody starts it again. */
        STOPPED,
        /** The server shows another certificate than the one it is known by. */
        UNTRUSTED,
        /** The session is over. */
        ENDED;

        /** Whether nothing is wrong with it that the notice above every screen explains. */
        public boolean isWell() {
            return this == CONNECTING || this == LIVE || this == ENDED;
        }
    }

    /** Hears nothing. */
    EventListener NOBODY = new EventListener() {
        @Override
        public void link(Link state) {}

        @Override
        public void event(ServerEvent event) {}
    };

    /** Called at each change. After {@link Link#LIVE} everything on show has to be asked for again: events may have been missed. */
    void link(Link state);

    void event(ServerEvent event);
}
