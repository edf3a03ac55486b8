package dev.agenthub.app.ui.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.State;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

public final class ApproveGateTest {
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final ApproveGate gate = new ApproveGate(tasks);

    @Test
    void staysClosedWhileThereIsNothingToDecide() {
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        assertThat(gate.state().get()).isEqualTo(State.CLOSED);
    }

    @Test
    void staysLockedUntilTheWholePayloadWasOnScreen() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setSearched(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.UNREAD);
    }

    @Test
    void staysLockedUntilEveryFileWasVerifiedWhateverWasRead() {
        gate.setDecidable(true);
        gate.setRead(true);
        gate.setSearched(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.UNVERIFIED);
        gate.setVerified(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.ARMED);
        gate.setVerified(false);
        assertThat(gate.state().get()).isEqualTo(State.UNVERIFIED);
    }

    @Test
    void staysLockedUntilWhatHidesWasLookedForWhateverWasRead() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.UNSEARCHED);
        gate.setSearched(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.ARMED);
        gate.reset();
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.UNSEARCHED);
    }

    @Test
    void armsOnlyAfterAMoment() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        assertThat(gate.state().get()).isEqualTo(State.ARMING);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.ARMED);
    }

    @Test
    void staysLockedWhileAnyPartIsOutOfView() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        tasks.elapse();
        for (Part part : Part.values()) {
            gate.setHidden(EnumSet.of(part));
            assertThat(gate.state().get()).as(part.name()).isEqualTo(State.OUT_OF_VIEW);
        }
        gate.setHidden(EnumSet.noneOf(Part.class));
        assertThat(gate.state().get()).isEqualTo(State.ARMING);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.ARMED);
    }

    @Test
    void armsAgainWhenTheFocusReturns() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        tasks.elapse();
        gate.setInFront(false);
        assertThat(gate.state().get()).isEqualTo(State.AWAY);
        gate.setInFront(true);
        assertThat(gate.state().get()).isEqualTo(State.ARMING);
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.ARMED);
    }

    @Test
    void waitsForAWholeMomentAfterEachChange() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        gate.setInFront(false);
        gate.setInFront(true);
        gate.setHidden(EnumSet.of(Part.HASH));
        gate.setHidden(EnumSet.noneOf(Part.class));
        assertThat(gate.state().get()).isEqualTo(State.ARMING);
        assertThat(tasks.delayed()).isEqualTo(1);
    }

    @Test
    void forgetsTheLastRequestWhenAnotherIsShown() {
        gate.setDecidable(true);
        gate.setVerified(true);
        gate.setRead(true);
        gate.setSearched(true);
        gate.reset();
        tasks.elapse();
        assertThat(gate.state().get()).isEqualTo(State.CLOSED);
    }
}
