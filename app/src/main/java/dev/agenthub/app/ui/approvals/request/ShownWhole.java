package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.evidence.hash.Hash;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records which payloads and files this machine fetched, checked and showed whole since the member signed in;
 * only those may be approved. Used on the window's thread only.
 */
public final class ShownWhole {
    private final Map<UUID, Seen> shown = new HashMap<>();

    /** What was shown of a request with this payload. */
    private static final class Seen {
        private final Hash payload;
        private final Set<PayloadFile> missing;
        private final StatedAmount amount;
        private boolean text;

        Seen(OpenRequest request) {
            payload = request.payload().hash();
            amount = StatedAmount.of(request.payload().json());
            missing = new HashSet<>(request.payload().files());
        }
    }

    /** Records that every character of this request's payload was on screen. */
    public void note(OpenRequest request) {
        seen(request).text = true;
    }

    /** Records that this file of the request was verified and shown whole. */
    public void note(OpenRequest request, PayloadFile file) {
        seen(request).missing.remove(file);
    }

    private Seen seen(OpenRequest request) {
        return shown.compute(request.id(),
                (_, known) -> known != null && known.payload.equals(request.payload().hash())
                        ? known
                        : new Seen(request));
    }

    /** Whether the payload with this hash, and all its files, were shown whole. */
    public boolean has(UUID request, String payloadHash) {
        Seen seen = known(request, payloadHash);
        return seen != null && seen.text && seen.missing.isEmpty();
    }

    public boolean has(OpenRequest request) {
        return has(request.id(), request.payload().hash().hex());
    }

    /** The amount that the payload with this hash states; null unless it was shown whole. */
    @Nullable
    public StatedAmount amount(UUID request, String payloadHash) {
        Seen seen = known(request, payloadHash);
        return seen != null && has(request, payloadHash) ? seen.amount : null;
    }

    /** Whether the payload was shown whole, regardless of its files. */
    public boolean hasPayload(OpenRequest request) {
        Seen seen = known(request.id(), request.payload().hash().hex());
        return seen != null && seen.text;
    }

    /**
     * What was on screen of the payload with this hash: all of it where it was shown whole.
     *
     * @param now what of it is known to have been since it was opened; nobody changes them any more
     */
    public SignedDisplay seen(UUID request, String payloadHash, BitSet now) {
        Seen seen = known(request, payloadHash);
        return seen != null && seen.text ? SignedDisplay.WHOLE : SignedDisplay.part(now);
    }

    /** Whether this file of the request was shown. */
    public boolean has(OpenRequest request, PayloadFile file) {
        Seen seen = known(request.id(), request.payload().hash().hex());
        return seen != null && !seen.missing.contains(file);
    }

    private @Nullable Seen known(UUID request, String payloadHash) {
        Seen seen = shown.get(request);
        return seen != null && seen.payload.hex().equals(payloadHash) ? seen : null;
    }

    /** Forgets the request, because the backend contradicted itself about it. */
    public void forget(UUID request) {
        shown.remove(request);
    }
}
