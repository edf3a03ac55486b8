package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.SignedBytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * Checks members' signatures, early where it can. Thread-safe.
 *
 * <p>Signatures cost most of a verification, and segments are scanned in parallel: a scan that has met the key a decision names checks the
 * signature at once. Whether the key was enrolled before is judged later, in order, and the early outcome counts only if it was this very
 * key.
 */
public final class DecisionChecks {

    /** One signature over one statement under one key, large as they may be. */
    private record Checked(PublicKey publicKey, Hash signed, Hash signature) {}

    /** A statement that is repeated within so many takes next to no room in a compressed export, and must not take a check each time. */
    static final int REMEMBERED = 64;

    private final BiPredicate<SignedBytes, PublicKey> isSigned;
    private final Map<String, PublicKey> seen = new ConcurrentHashMap<>();
    private final Map<Checked, Boolean> last = Collections.synchronizedMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Checked, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** How many signatures failed early: after some, the rest waits for its turn, which may never come. */
    private final AtomicInteger failed = new AtomicInteger();

    public DecisionChecks() {
        this(SignedBytes::isSignedBy);
    }

    /** Checks signatures with this function. */
    public DecisionChecks(BiPredicate<SignedBytes, PublicKey> isSigned) {
        this.isSigned = isSigned;
    }

    /** The same event, its signature checked where the key is known. */
    public ControlEvent ahead(ControlEvent event) {
        if (event instanceof ControlEvent.KeyEnrolled enrolled && enrolled.publicKey() != null) {
            seen.putIfAbsent(enrolled.key(), enrolled.publicKey());
        }
        if (event instanceof ControlEvent.Decided decided && decided.statement() != null) {
            PublicKey publicKey = seen.get(decided.statement().key());
            if (publicKey != null && failed.get() < ControlsReplay.MOST_INVALID) {
                return new ControlEvent.Decided(decided.seq(), decided.time(), decided.org(), decided.request(),
                        decided.override(),
                        decided.statement(), decided.fault(), decided.signed(), check(decided.signed(), publicKey));
            }
        }
        return event;
    }

    /** Tells of a key that was enrolled before the first entry at hand. */
    void know(String key, PublicKey publicKey) {
        seen.putIfAbsent(key, publicKey);
    }

    /** Whether the decision is signed by this key. */
    boolean isValid(ControlEvent.Decided decided, PublicKey publicKey) {
        ControlEvent.EarlyCheck early = decided.checked();
        if (early != null && early.publicKey().equals(publicKey)) {
            return early.valid();
        }
        return check(decided.signed(), publicKey).valid();
    }

    /** Whether a delegation is signed by this key. */
    boolean isValid(ControlEvent.DelegationCreated created, PublicKey publicKey) {
        return check(created.signed(), publicKey).valid();
    }

    private ControlEvent.EarlyCheck check(SignedBytes signed, PublicKey publicKey) {
        Checked checked = new Checked(publicKey, signed.signedHash(), signed.signatureHash());
        Boolean known = last.get(checked);
        boolean valid = known == null ? isSigned.test(signed, publicKey) : known;
        last.put(checked, valid);
        if (!valid) {
            failed.incrementAndGet();
        }
        return new ControlEvent.EarlyCheck(publicKey, valid);
    }
}
