package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.policy.Untold;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report counts every request once, and says of each that was not replayed whole why. */
class PolicyCountsTest {

    @TempDir
    private Path folder;

    @Test
    void passesOverNoRequestInSilence() {
        Set<Untold> seen = EnumSet.noneOf(Untold.class);
        Trials.of(10, random -> {
            RandomRequests drawn = RandomRequests.of(random, 30 + random.nextInt(30));
            PoliciesReplayed before = PoliciesReplayed.NONE;
            for (int place : drawn.places()) {
                PoliciesReplayed now = replayed(drawn, place + 1);
                assertThat(now.total()).isEqualTo(before.total() + 1);
                assertThat(now.whole() == before.whole()).isEqualTo(!now.why().equals(before.why()));
                before = now;
            }
            assertThat(before.total()).isEqualTo(drawn.places().size());
            seen.addAll(before.why().keySet());
        });
        assertThat(seen).containsExactlyInAnyOrder(Untold.PAYLOAD, Untold.RISK, Untold.LIMIT_PAYLOAD,
                Untold.LIMIT_RISK, Untold.LIMIT_AMOUNT);
    }

    /** The first events of the log, which break no rule. */
    private PoliciesReplayed replayed(RandomRequests drawn, int size) {
        byte[] export = ExportFixtures.export(drawn.events().subList(0, size), 0, true, drawn.payloads(size));
        Report report = verify(export);
        assertThat(report.findings()).isEmpty();
        return report.controls().policies();
    }

    private Report verify(byte[] export) {
        try {
            return Verifier.verify(ExportFixtures.write(folder, export), VerifyOptions.of(SIGNER.verifierKey(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
