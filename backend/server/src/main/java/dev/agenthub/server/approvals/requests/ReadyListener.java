package dev.agenthub.server.approvals.requests;

import java.util.UUID;

/** Told of every request that was approved, after the commit; must only take note. */
public interface ReadyListener {

    /** Tells nobody: what is approved waits until somebody looks for it. */
    ReadyListener NOBODY = new ReadyListener() {
        @Override
        public void action(UUID org, UUID request) {}

        @Override
        public void change(UUID org, UUID request) {}
    };

    /** An action may run now, or once its hold is over. */
    void action(UUID org, UUID request);

    /** A change may be applied now, or once its hold is over. */
    void change(UUID org, UUID request);
}
