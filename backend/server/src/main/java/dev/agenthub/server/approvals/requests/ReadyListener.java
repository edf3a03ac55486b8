package dev.agenthub.server.approvals.requests;

import java.util.UUID;

/** Notified of each approved request after the commit. Implementations return at once and throw nothing. */
public interface ReadyListener {

    /** Ignores notifications; approved requests wait for the next periodic check. */
    ReadyListener NOBODY = new ReadyListener() {
        @Override
        public void action(UUID org, UUID request) {}

        @Override
        public void change(UUID org, UUID request) {}
    };

    /** An action was approved; it may run now, or when its hold is over. */
    void action(UUID org, UUID request);

    /** A change was approved; it may be applied now, or when its hold is over. */
    void change(UUID org, UUID request);
}
