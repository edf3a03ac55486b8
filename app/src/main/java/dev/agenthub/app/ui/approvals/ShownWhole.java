package dev.agenthub.app.ui.approvals;

import dev.agenthub.evidence.hash.Hash;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which requests' exact bytes this machine fetched, checked and showed whole since the member signed in: what may be approved. Used on the window's
 * thread only.
 */
final class ShownWhole {
    private final Map<UUID, Hash> shown = new HashMap<>();

    /** Every character of this request's bytes was on screen. */
    void note(OpenRequest request) {
        shown.put(request.id(), request.payload().hash());
    }

    /** Whether the request was shown whole, and with the bytes that hash to this. */
    boolean has(UUID request, String payloadHash) {
        Hash seen = shown.get(request);
        return seen != null && seen.hex().equals(payloadHash);
    }

    boolean has(OpenRequest request) {
        return has(request.id(), request.payload().hash().hex());
    }

    /** The backend said something else about it than before. */
    void forget(UUID request) {
        shown.remove(request);
    }
}
