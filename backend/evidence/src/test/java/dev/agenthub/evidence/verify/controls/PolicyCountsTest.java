package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.VerifiedExport;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.saved.StateReader;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report counts every request once, and says of each that was not replayed whole why. */
class PolicyCountsTest {

    @TempDir
    private Path folder;

    @Test
    void passesOverNoRequestInSilence() {
        Set<ReplayGap> seen = EnumSet.noneOf(ReplayGap.class);
        Trials.of(10, random -> {
            RandomRequests drawn = RandomRequests.of(random, 30 + random.nextInt(30));
            PolicyReplaySummary before = PolicyReplaySummary.NONE;
            for (int place : drawn.places()) {
                PolicyReplaySummary now = replayed(drawn, place + 1);
                assertThat(now.total()).isEqualTo(before.total() + 1);
                assertThat(now.whole() == before.whole()).isEqualTo(!now.why().equals(before.why()));
                before = now;
            }
            assertThat(before.total()).isEqualTo(drawn.places().size());
            seen.addAll(before.why().keySet());
        });
        assertThat(seen).containsExactlyInAnyOrder(ReplayGap.PAYLOAD, ReplayGap.RISK, ReplayGap.LIMIT_PAYLOAD,
                ReplayGap.LIMIT_RISK, ReplayGap.LIMIT_AMOUNT);
    }

    @Test
    void countsInTwoIncrementsWhatItCountsInOneWhole() {
        Trials.of(20, random -> {
            RandomRequests drawn = RandomRequests.of(random, 40 + random.nextInt(60));
            int size = drawn.events().size();
            int cut = 1 + random.nextInt(size - 1);
            VerifiedExport whole = verify(drawn, 0, size, 0, null);

            VerifiedExport first = verify(drawn, 0, cut, 0, null);
            VerifiedExport second = verify(drawn, cut, size, cut, reread(first));

            assertThat(second.report().findings()).isEmpty();
            PolicyReplaySummary expected = replayed(whole);
            PolicyReplaySummary before = replayed(first);
            PolicyReplaySummary after = replayed(second);
            Map<ReplayGap, Long> why = new HashMap<>(before.why());
            after.why().forEach((reason, requests) -> why.merge(reason, requests, Long::sum));
            assertThat(new PolicyReplaySummary(before.whole() + after.whole(), before.inPart() + after.inPart(),
                    before.not() + after.not(), why)).as("cut at %s", cut).isEqualTo(expected);
            assertThat(bytes(second)).isEqualTo(bytes(whole));
        });
    }

    private static PolicyReplaySummary replayed(VerifiedExport verified) {
        return verified.report().controls().policies();
    }

    private static byte[] bytes(VerifiedExport verified) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Objects.requireNonNull(verified.state()).writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static SavedState reread(VerifiedExport verified) {
        try {
            return new StateReader(new ByteArrayInputStream(bytes(verified)), SavedState.MAX_BYTES).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first events of the log, which break no rule. */
    private PolicyReplaySummary replayed(RandomRequests drawn, int size) {
        VerifiedExport verified = verify(drawn, 0, size, 0, null);
        assertThat(verified.report().findings()).isEmpty();
        return replayed(verified);
    }

    private VerifiedExport verify(RandomRequests drawn, int from, int to, int pinned, @Nullable SavedState state) {
        List<byte[]> events = drawn.events().subList(0, to);
        byte[] export = ExportFixtures.export(events, from, true, drawn.payloads(from, to));
        try {
            return Verifier.verifyAndRemember(ExportFixtures.write(folder, export),
                    VerifyOptions.of(SIGNER.verifierKey(), pinned == 0 ? null : ExportFixtures.pin(events, pinned))
                            .with(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
