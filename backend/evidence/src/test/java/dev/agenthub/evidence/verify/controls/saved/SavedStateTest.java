package dev.agenthub.evidence.verify.controls.saved;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.StateBeside;
import dev.agenthub.evidence.verify.VerifiedExport;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.controls.RandomLog;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.ReplayedMembers;
import dev.agenthub.evidence.verify.controls.state.UsageHistory;
import dev.agenthub.evidence.verify.controls.state.UsedRequests;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verification that goes on from a saved state decides what one over the whole log decides. */
class SavedStateTest {

    private static final Request REFUND = new Request("refund");

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();

    @Test
    void judgesAnIncrementalExportInFull() {
        int pinned = log.request(REFUND, required(2)).approve(ADA, REFUND).events().size();
        SavedState state = state(pinned);
        log.approve(BEN, REFUND).run(REFUND);

        Report report = verify(log.events(), pinned, pinned, state).report();

        assertThat(report.findings()).isEmpty();
        assertThat(report.parts().controls()).isEqualTo(PartState.PASSED);
        assertThat(report.controls().withApproval()).isEqualTo(1);
        assertThat(report.controlsFrom()).isEqualTo(pinned);
        assertThat(report.toText()).contains("replayed from entry " + pinned + " on the saved state before it");
    }

    @Test
    void judgesItInPartWithoutTheStateAndThenHandsNoneBack() {
        int pinned = log.request(REFUND, required(1)).approve(ADA, REFUND).events().size();
        log.run(REFUND);

        VerifiedExport verified = verify(log.events(), pinned, pinned, null);

        assertThat(verified.report().findings()).extracting(Finding::code).containsExactly(Codes.CONTROLS_PARTIAL);
        assertThat(verified.state()).isNull();
    }

    @Test
    void findsASecondRunOfARequestThatRanBeforeThePin() {
        int pinned = log.request(REFUND).run(REFUND).events().size();
        SavedState state = state(pinned);
        log.run(REFUND);

        assertThat(verify(log.events(), pinned, pinned, state).report().findings()).extracting(Finding::code)
                .containsExactly(Codes.RUN_REPLAYED);
    }

    @Test
    void knowsWithWhatAKeySigns() {
        Person token = ADA.withToken();
        int pinned = log.enrol(token).events().size();
        SavedState state = state(pinned);
        log.request(REFUND, required(1)).approve(token, REFUND).run(REFUND);

        Report report = verify(log.events(), pinned, pinned, state).report();

        assertThat(report.findings()).isEmpty();
        assertThat(report.controls().withApproval()).isEqualTo(1);
    }

    @Test
    void findsAVoteByAKeyThatWasRevokedBeforeThePin() {
        int pinned = log.request(REFUND, required(1)).revoke(ADA).events().size();
        SavedState state = state(pinned);
        log.approve(ADA, REFUND);

        assertThat(verify(log.events(), pinned, pinned, state).report().findings()).extracting(Finding::code)
                .containsExactly(Codes.KEY_REVOKED);
    }

    @Test
    void comparesTheFirstTimeWithTheLastOneBeforeThePin() {
        int pinned = log.events().size();
        SavedState state = state(pinned);
        log.at(SampleLog.START).append(EventType.EXPORT_CREATED, SampleLog.data().build());

        assertThat(verify(log.events(), pinned, pinned, state).report().findings()).extracting(Finding::code)
                .containsExactly(Codes.TIME_REGRESSED);
    }

    @Test
    void decidesInTwoStepsWhatItDecidesInOne() {
        AtomicInteger judgedToTheEnd = new AtomicInteger();
        Trials.of(120, random -> {
            List<byte[]> events = RandomLog.events(random, 12 + random.nextInt(40));
            VerifiedExport whole = verify(events, 0, 0, null);
            int intact = whole.report().firstBrokenEntry().map(Finding::seq).map(Long::intValue).orElse(events.size());
            int pinned = 1 + random.nextInt(intact);
            VerifiedExport first = verify(events.subList(0, pinned), 0, 0, null);
            SavedState reread = read(bytes(Objects.requireNonNull(first.state())));

            VerifiedExport second = verify(events, 1 + random.nextInt(pinned), pinned, reread);

            assertThat(from(pinned, second)).isEqualTo(from(pinned, whole));
            assertThat(second.report().verdict()).isEqualTo(whole.report().verdict());
            if (whole.state() != null) {
                judgedToTheEnd.incrementAndGet();
                assertThat(bytes(Objects.requireNonNull(second.state()))).isEqualTo(bytes(whole.state()));
            }
        });
        assertThat(judgedToTheEnd).hasValueGreaterThan(10);
    }

    /** An export from an entry before the pin tells again of what was known: warnings about it are no news. */
    private static List<Finding> from(long seq, VerifiedExport verified) {
        return verified.report().findings().stream().filter(found -> found.seq() == null || found.seq() >= seq)
                .toList();
    }

    @Test
    void leavesTheStateItBeganFromAsItWas() {
        int pinned = log.request(REFUND, required(1)).approve(ADA, REFUND).events().size();
        SavedState state = state(pinned);
        byte[] before = bytes(state);
        log.run(REFUND);

        VerifiedExport once = verify(log.events(), pinned, pinned, state);

        assertThat(bytes(state)).isEqualTo(before);
        assertThat(verify(log.events(), pinned, pinned, state).report()).isEqualTo(once.report());
    }

    @Test
    void handsNoStateBackFromALogThatWasRejected() {
        log.run(REFUND);
        assertThat(verify(log.events(), 0, 0, null).state()).isNull();
    }

    @Test
    void refusesAStateOfAnotherSizeOrAnotherLogOrWithoutAPin() {
        SavedState state = state(log.events().size());
        log.run(REFUND);
        Pin later = ExportFixtures.pin(log.events(), log.events().size());
        for (Pin other : Arrays.asList(later, null)) {
            assertThatThrownBy(() -> VerifyOptions.of(null, other).with(state)).isInstanceOf(EvidenceException.class)
                    .extracting("code").isEqualTo(Codes.STATE_OF_OTHER_PIN);
        }
    }

    @Test
    void refusesEveryFileInWhichOneByteIsAnother() {
        log.request(REFUND, required(1)).approve(ADA, REFUND).request(new Request("ticket")).run(new Request("ticket"));
        byte[] state = bytes(state(log.events().size()));
        assertThat(bytes(read(state))).isEqualTo(state);
        for (int i = 0; i < state.length; i += Thorough.ON ? 1 : 5) {
            byte[] other = state.clone();
            other[i] ^= 1;
            assertMalformed(other);
            assertMalformed(Arrays.copyOf(state, i));
        }
        assertMalformed(Arrays.copyOf(state, state.length + 1));
    }

    private static void assertMalformed(byte[] file) {
        assertThatThrownBy(() -> read(file)).isInstanceOf(EvidenceException.class)
                .extracting("code").isEqualTo(Codes.STATE_MALFORMED);
    }

    @Test
    void keepsTheRequestsThatRanInTwentyTwoBytesEach() {
        int requests = Thorough.ON ? 1_000_000 : 100_000;
        Random random = new Random(5);
        ControlsState memory = new ControlsState();
        memory.used().add(new UUID(0, 0));
        for (int i = 0; i < requests; i++) {
            memory.used().add(new UUID(random.nextLong(), random.nextLong()));
        }
        byte[] written = bytes(new SavedState(new Checkpoint("a", 9, ExportFixtures.tree(List.of()).root()), memory));

        assertThat(written).hasSizeLessThan(22 * requests);
        SavedState reread = read(written);
        assertThat(reread.memory().used().contains(new UUID(0, 0))).isTrue();
        assertThat(reread.memory().used().contains(new UUID(0, 1))).isFalse();
        Random again = new Random(5);
        for (int i = 0; i < 1000; i++) {
            assertThat(reread.memory().used().contains(new UUID(again.nextLong(), again.nextLong()))).isTrue();
        }
    }

    @Test
    void refusesUsedRequestsThatStandTwiceOrOutOfOrder() {
        for (long[] used : new long[][]{{1, 2, 1, 2}, {1, 3, 1, 2}}) {
            assertMalformed(bytes(new SavedState(new Checkpoint("a", 9, ExportFixtures.tree(List.of()).root()),
                    new ControlsState(new ReplayedMembers(), new UsedRequests(used), new UsageHistory()))));
        }
    }

    @Test
    void isReadUpToItsLimitAndWritesNoEmptyLine() {
        ControlsState memory = new ControlsState();
        for (int i = 1; i <= StateFormat.USED_A_LINE; i++) {
            memory.used().add(new UUID(i, 0));
        }
        byte[] state = bytes(new SavedState(new Checkpoint("a", 9, ExportFixtures.tree(List.of()).root()), memory));
        assertThat(new String(state, StandardCharsets.UTF_8)).containsOnlyOnce("\"used\"");
        assertThatCode(() -> new StateReader(new ByteArrayInputStream(state), state.length).read())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new StateReader(new ByteArrayInputStream(state), state.length - 1L).read())
                .hasMessageContaining("larger than a state may be");
    }

    @Test
    void standsBesideItsPinAndIsReadWithIt() throws IOException {
        int pinned = log.events().size();
        Path file = folder.resolve("log.pin");
        assertThat(new KeptPin(ExportFixtures.pin(log.events(), pinned), state(pinned)).write(file))
                .isEqualTo(StateBeside.SAVED);

        SavedState reread = Objects.requireNonNull(KeptPin.of(Pin.read(file), file).state());

        assertThat(folder.resolve("log.pin.state")).exists();
        assertThat(bytes(reread)).isEqualTo(bytes(state(pinned)));
    }

    @Test
    void goesAwayWithThePinItWasOf() throws IOException {
        int pinned = log.events().size();
        Path file = folder.resolve("log.pin");
        new KeptPin(ExportFixtures.pin(log.events(), pinned), state(pinned)).write(file);

        assertThat(new KeptPin(ExportFixtures.pin(log.events(), pinned - 1), null).write(file))
                .isEqualTo(StateBeside.JUDGED_IN_PART);

        assertThat(KeptPin.of(Pin.read(file), file).state()).isNull();
        assertThat(folder).isDirectoryContaining(left -> left.equals(file))
                .isDirectoryNotContaining("glob:**.{part,state}");
    }

    @Test
    void staysAwayWhereItWouldBeTooLarge() throws IOException {
        int pinned = log.events().size();
        Path file = folder.resolve("log.pin");
        Pin pin = ExportFixtures.pin(log.events(), pinned);
        new KeptPin(pin, state(pinned)).write(file);
        long[] ran = LongStream.range(0, 6_400_000).map(half -> half % 2 == 0 ? half : 0).toArray();
        var large = new ControlsState(new ReplayedMembers(), new UsedRequests(ran), new UsageHistory());

        assertThat(new KeptPin(pin, new SavedState(pin.checkpoint(), large)).write(file))
                .isEqualTo(StateBeside.TOO_LARGE);

        assertThat(KeptPin.of(Pin.read(file), file).state()).isNull();
        assertThat(folder).isDirectoryNotContaining("glob:**.{part,state}");
    }

    /** What stands between the two writes must never be a new pin beside an old state. */
    @Test
    void isTakenAwayBeforeThePinIsReplaced() throws IOException {
        int pinned = log.events().size();
        Path file = folder.resolve("log.pin");
        Files.createDirectory(file);
        for (SavedState state : Arrays.asList(null, state(pinned))) {
            Files.writeString(KeptPin.stateFile(file), "of an older pin");

            assertThatThrownBy(() -> new KeptPin(ExportFixtures.pin(log.events(), pinned), state).write(file))
                    .isInstanceOf(IOException.class).hasMessageEndingWith("log.pin is not a file");

            assertThat(KeptPin.stateFile(file)).doesNotExist();
            assertThat(folder).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void isRefusedBesideAnotherPin() throws IOException {
        int pinned = log.events().size();
        Path file = folder.resolve("log.pin");
        new KeptPin(ExportFixtures.pin(log.events(), pinned), state(pinned)).write(file);
        ExportFixtures.pin(log.events(), pinned - 1).write(file);

        assertThatThrownBy(() -> KeptPin.of(Pin.read(file), file)).isInstanceOf(EvidenceException.class)
                .extracting("code").isEqualTo(Codes.STATE_OF_OTHER_PIN);
    }

    /** The state of the log as it is, which must be of that size. */
    private SavedState state(int size) {
        return Objects.requireNonNull(verify(log.events().subList(0, size), 0, 0, null).state());
    }

    private VerifiedExport verify(List<byte[]> events, int firstSeq, int pinned, @Nullable SavedState state) {
        try {
            Path export = ExportFixtures.write(folder, ExportFixtures.export(events, firstSeq, false, List.of()));
            Pin pin = ExportFixtures.pin(events, pinned);
            return Verifier.verifyAndRemember(export, VerifyOptions.of(null, pin).with(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(SavedState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            state.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static SavedState read(byte[] file) {
        try {
            return new StateReader(new ByteArrayInputStream(file), SavedState.MAX_BYTES).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
