package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.Report;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Verifies an export by the key that this machine has reason to trust, and records a key that proved itself. */
public final class Verification {
    private final KnownKeys keys;
    private final InstantSource clock;
    private final @Nullable TimestampAuthorities authorities;

    public Verification(KnownKeys keys, InstantSource clock) {
        this(keys, clock, null);
    }

    /** With the authorities whose timestamps the person trusts, null for none given. */
    public Verification(KnownKeys keys, InstantSource clock, @Nullable TimestampAuthorities authorities) {
        this.keys = keys;
        this.clock = clock;
        this.authorities = authorities;
    }

    /**
     * Verifies a file.
     *
     * @param given the key that the person brought along, null for none
     * @param pin the checkpoint that they kept, null for none
     * @throws IOException where the file cannot be read
     * @throws CodedException KEY_NEEDED where nothing says which key to trust
     * @throws java.util.concurrent.CancellationException where the caller cancelled
     */
    public Checked verify(Path export, @Nullable VerifierKey given, @Nullable Pin pin, Progress progress,
            BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        String origin = ExportFile.claimedOrigin(export).orElse("of this file");
        Trust trust = Trust.choose(given, pin, origin, keys);
        Report report = Verifier.verify(export, new VerifyOptions(trust.key(), pin, progress, cancelled)
                .trusting(authorities));
        boolean recorded = report.isVerified() && remember(trust);
        return new Checked(export, report, trust, pin, clock.instant(), Duration.ofNanos(System.nanoTime() - start),
                recorded);
    }

    /** A folder that can't be written costs the convenience, not the verdict. */
    private boolean remember(Trust trust) {
        try {
            return trust.recorded() == null && keys.remember(trust.key());
        } catch (IOException e) {
            return false;
        }
    }
}
