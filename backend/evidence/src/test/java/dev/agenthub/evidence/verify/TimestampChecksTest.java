package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.TestAuthority;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens count only over the checkpoints of their sizes, and the report never hides whose word they are. */
class TimestampChecksTest {

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();
    private final long size = events.size();
    private final ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);
    private final TestAuthority authority = new TestAuthority();
    private final TimestampAuthorities trusted = TimestampAuthorities.ofPem(authority.rootPem());

    @Test
    void listsTokensOverTheExportsOwnAndOlderCheckpoints() throws IOException {
        String older = ExportFixtures.checkpoint(events, 3);
        parts.olderCheckpoints = List.of(older);
        parts.timestamps = Map.of(3L, authority.stamp(older, TestAuthority.NOON), size,
                authority.stamp(parts.checkpoint, TestAuthority.NOON.plusSeconds(1)));
        Report report = verify(trusted);
        assertThat(report.isVerified()).isTrue();
        assertThat(report.findings()).isEmpty();
        assertThat(report.timestamps()).extracting(StampedCheckpoint::size).containsExactly(3L, size);
        assertThat(report.timestamps()).allMatch(stamped -> stamped.timestamp().trusted());
        assertThat(report.toText()).contains("Timestamps      2\n",
                "  of 3 entries at 2026-06-15T12:00:00.250000Z by CN=Test time, trusted, over the whole note\n");
        assertThat(report.toJson()).contains("{\"authority\":\"CN=Test time\",\"covers\":\"note\",\"size\":3,"
                + "\"time\":\"2026-06-15T12:00:00.250000Z\",\"trusted\":true}");
    }

    @Test
    void verifiesAnExportThatOpensslStamped() throws IOException {
        ExportFixtures.Parts three = ExportFixtures.Parts.of(SampleLog.opened().events().subList(0, 3));
        three.timestamps = Map.of(3L, resource("rsa-sha256.tsr"));
        Report report = Verifier.verify(ExportFixtures.write(folder, three.write()),
                VerifyOptions.of(SIGNER.verifierKey(), null)
                        .trusting(TimestampAuthorities.ofPem(resource("root.pem"))));
        assertThat(report.isVerified()).isTrue();
        assertThat(report.timestamps()).hasSize(1);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TimestampAuthorities.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void warnsInEveryFormThatNobodyCheckedTheAuthority() throws IOException {
        parts.timestamps = Map.of(size, authority.stamp(parts.checkpoint, TestAuthority.NOON));
        Report report = verify(null);
        assertThat(report.isVerified()).isTrue();
        assertThat(codes(report)).containsExactly(Codes.TIMESTAMP_AUTHORITY_UNCHECKED);
        assertThat(report.toText()).contains("an authority that was not checked", "TIMESTAMP_AUTHORITY_UNCHECKED");
        assertThat(report.toJson()).contains("\"trusted\":false", "TIMESTAMP_AUTHORITY_UNCHECKED");
    }

    @Test
    void rejectsATokenOfAnAuthorityThatIsNotTrusted() throws IOException {
        authority.rootName = "CN=Another root";
        parts.timestamps = Map.of(size, authority.stamp(parts.checkpoint, TestAuthority.NOON));
        assertRejected();
    }

    @Test
    void rejectsATokenWithoutACheckpointOfItsSize() throws IOException {
        parts.timestamps = Map.of(3L, authority.stamp(ExportFixtures.checkpoint(events, 3), TestAuthority.NOON));
        assertRejected();
    }

    @Test
    void rejectsATokenOfAnotherCheckpoint() throws IOException {
        String older = ExportFixtures.checkpoint(events, 3);
        parts.olderCheckpoints = List.of(older);
        parts.timestamps = Map.of(size, authority.stamp(older, TestAuthority.NOON));
        assertRejected();
    }

    @Test
    void rejectsWhatIsNoToken() throws IOException {
        parts.timestamps = Map.of(size, new byte[]{1, 2, 3});
        assertRejected();
        parts.timestamps = Map.of(size, new byte[0]);
        assertRejected();
    }

    @Test
    void warnsOfTimesThatRunBackwards() throws IOException {
        String older = ExportFixtures.checkpoint(events, 3);
        parts.olderCheckpoints = List.of(older);
        parts.timestamps = Map.of(3L, authority.stamp(older, TestAuthority.NOON), size,
                authority.stamp(parts.checkpoint, TestAuthority.NOON.minusSeconds(1)));
        Report report = verify(trusted);
        assertThat(report.isVerified()).isTrue();
        assertThat(codes(report)).containsExactly(Codes.TIME_REGRESSED);
    }

    @Test
    void doesNotLookAtTokensWithoutEnd() throws IOException {
        parts.timestamps = new TreeMap<>();
        for (long i = 0; i < 500; i++) {
            parts.timestamps.put(i, new byte[]{1});
        }
        Report report = verify(trusted);
        assertThat(codes(report)).containsExactly(Codes.TIMESTAMP_INVALID);
        assertThat(report.findings()).hasSizeLessThan(110).first().extracting(Finding::message).asString()
                .startsWith("timestamps/0.tsr: ");
        assertThat(report.findings()).last().extracting(Finding::message).asString()
                .isEqualTo("The tokens from timestamps/99.tsr on were not looked at.");
    }

    private void assertRejected() throws IOException {
        Report report = verify(trusted);
        assertThat(report.isVerified()).isFalse();
        assertThat(codes(report)).containsExactly(Codes.TIMESTAMP_INVALID);
        assertThat(report.timestamps()).isEmpty();
    }

    private static List<String> codes(Report report) {
        return report.findings().stream().map(Finding::code).distinct().toList();
    }

    private Report verify(@Nullable TimestampAuthorities authorities) throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, parts.write()),
                VerifyOptions.of(SIGNER.verifierKey(), null).trusting(authorities));
    }
}
