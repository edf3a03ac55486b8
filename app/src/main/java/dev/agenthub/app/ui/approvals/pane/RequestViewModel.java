package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.attachments.AttachmentsViewModel;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.drafts.LeftDecision;
import dev.agenthub.app.ui.approvals.reading.FoundWarnings;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.request.MemberAction;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.statement.Decision;
import java.util.BitSet;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The request on show: fetches and checks its payload, keeps its votes up to date, and signs and sends this member's decision.
 *
 * <p>A decision is always about the request whose bytes were on screen, whatever the list does meanwhile. Used on the window's thread only.
 */
public final class RequestViewModel {
    private final Session session;
    private final TaskRunner tasks;
    private final RequestDecisions decisions;
    private final ShownWhole shownWhole;
    private final Drafts drafts;
    private final ApproveGate gate;
    private final AttachmentsViewModel attachments;
    private final StepUp stepUp;
    private final PayloadSearch search;
    private final ReadOnlyObjectWrapper<RequestContent> content = new ReadOnlyObjectWrapper<>(
            new RequestContent.Nothing());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final StringProperty reason = new SimpleStringProperty("");
    private final StringProperty takeBackReason = new SimpleStringProperty("");
    private final BooleanProperty withoutRest = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Integer> unread = new ReadOnlyObjectWrapper<>(0);
    private final ReadOnlyObjectWrapper<Integer> unseenFiles = new ReadOnlyObjectWrapper<>(0);
    /** Grows with every request that is opened; an answer to an older question is dropped. */
    private long generation;
    private @Nullable UUID asked;
    /** Whether it changed while it was fetched: what comes may be older than the change. */
    private boolean changedMeanwhile;
    private Supplier<BitSet> charactersSeen = BitSet::new;
    private Consumer<OpenRequest> decided = _ -> {};
    private Consumer<OpenRequest> decidedElsewhere = _ -> {};

    public RequestViewModel(Session session, TaskRunner tasks, RequestDecisions decisions, ShownWhole shownWhole,
            Drafts drafts) {
        this.session = session;
        this.tasks = tasks;
        this.decisions = decisions;
        this.shownWhole = shownWhole;
        this.drafts = drafts;
        this.gate = new ApproveGate(tasks);
        this.stepUp = new StepUp(session, tasks);
        this.search = new PayloadSearch(tasks);
        this.attachments = new AttachmentsViewModel(decisions, tasks, shownWhole, this::settleRead,
                failed -> refuse(generation, failed));
        withoutRest.addListener((_, _, _) -> settleRead());
    }

    /** Runs the slow work of its views. */
    TaskRunner tasks() {
        return tasks;
    }

    /** Fetches and checks {@code request} and shows it. */
    public void open(UUID request) {
        long question = ++generation;
        clear();
        asked = request;
        reason.set(drafts.reasons(request).decision());
        takeBackReason.set(drafts.reasons(request).takeBack());
        content.set(new RequestContent.Loading());
        tasks.run(() -> decisions.fetch(request), opened -> {
            if (question == generation) {
                unreadIn(opened, opened.payload().text().length());
                show(opened);
                search.begin(opened.payload(), () -> unreadIs(unread.get()), failed -> refuse(question, failed));
                attachments.open(opened);
                if (changedMeanwhile) {
                    changed(request);
                }
            }
        }, failed -> refuse(question, failed));
    }

    /** Fetches the request again, after it could not be shown. */
    public void openAgain() {
        if (asked != null) {
            open(asked);
        }
    }

    /** Empties the pane. */
    public void close() {
        generation++;
        clear();
        asked = null;
        content.set(new RequestContent.Nothing());
    }

    /** Fetches the request again if it is on show, because the backend reported a change of it. */
    public void changed(UUID request) {
        if (content.get() instanceof RequestContent.Loading && request.equals(asked)) {
            changedMeanwhile = true;
        }
        if (content.get() instanceof RequestContent.Open(OpenRequest shown) && shown.id().equals(request)) {
            long question = generation;
            MemberClient client = session.client();
            tasks.run(() -> decisions.updated(shown.payload(), client.request(request)), updated -> {
                if (question == generation) {
                    show(updated);
                }
            }, failed -> refuseIfDifferent(question, failed));
        }
    }

    /** Sets the source of the characters that were on screen, by index (UTF-16) in the payload's text. */
    void charactersSeen(Supplier<BitSet> source) {
        charactersSeen = source;
    }

    /**
     * Sets the listeners for recorded decisions of this member.
     *
     * @param listener receives the request if it is still on show
     * @param elsewhere receives the request if it is not
     */
    public void whenDecided(Consumer<OpenRequest> listener, Consumer<OpenRequest> elsewhere) {
        decided = listener;
        decidedElsewhere = elsewhere;
    }

    /** Called by the view with the number of characters of the payload that were not on screen yet. */
    public void unreadIs(int characters) {
        if (content.get() instanceof RequestContent.Open(OpenRequest shown)) {
            if (characters == 0 && search.isDone()) {
                shownWhole.note(shown);
            }
            unreadIn(shown, characters);
            settleRead();
        }
    }

    /** What was shown whole before need not be scrolled through again. */
    private void unreadIn(OpenRequest request, int characters) {
        unread.set(shownWhole.hasPayload(request) ? 0 : characters);
    }

    public void approve() {
        if (gate.state().get() == ApproveGate.State.ARMED) {
            decide(Decision.APPROVE);
        }
    }

    public void deny() {
        decide(Decision.DENY);
    }

    /** Signs and sends an override, which lets the action run without the missing approvals, with the typed reason. */
    public void override() {
        if (gate.state().get() == ApproveGate.State.ARMED && mayOverride()) {
            decide(Decision.OVERRIDE);
        }
    }

    /** Signs and sends a statement that takes this member's approval back. */
    public void withdraw() {
        if (!busy.get() && content.get() instanceof RequestContent.Open(OpenRequest shown) && mayWithdraw()) {
            send(shown, Decision.WITHDRAW, "");
        }
    }

    /** Cancels the request on show before it runs, with the typed reason for whoever asked. */
    public void takeBack() {
        String given = takeBackReason.get().strip();
        if (!busy.get() && !given.isEmpty() && content.get() instanceof RequestContent.Open(OpenRequest shown)
                && shown.detail().cancellable()) {
            carryOut(shown, new MemberAction.Cancel(given));
        }
    }

    /** Whether the request on show can be overridden by this member. */
    public boolean mayOverride() {
        return onShow(shown -> shown.overridable(session.me().groups()));
    }

    /** Whether this member can take back their approval or override of the request on show. */
    public boolean mayWithdraw() {
        return onShow(shown -> shown.withdrawable(session.me().member()));
    }

    private void decide(Decision decision) {
        if (!busy.get() && !stepUp.asked().get() && content.get() instanceof RequestContent.Open(OpenRequest shown)
                && shown.decidable()) {
            send(shown, decision, reason.get().strip());
        }
    }

    private void send(OpenRequest shown, Decision decision, String given) {
        SignedDisplay seen = shownWhole.seen(shown.id(), shown.payload().hash().hex(), charactersSeen.get());
        carryOut(shown, new MemberAction.Vote(decision, given, seen));
    }

    private void carryOut(OpenRequest shown, MemberAction action) {
        busy.set(true);
        failure.set("");
        gate.setDecidable(false);
        long question = generation;
        tasks.run(() -> decisions.carryOut(shown, action), updated -> {
            busy.set(false);
            drafts.keep(shown.id(), Drafts.Reasons.NONE);
            boolean goesOn = action instanceof MemberAction.Vote vote && vote.decision() != Decision.WITHDRAW;
            boolean here = question == generation;
            if (here) {
                reason.set("");
                takeBackReason.set("");
                show(updated);
            } else {
                settleDecidable();
            }
            if (goesOn) {
                (here ? decided : decidedElsewhere).accept(updated);
            }
        }, failed -> {
            busy.set(false);
            if (question != generation) {
                drafts.left().add(new LeftDecision(shown, action, failed));
            } else if (stepUp.helps(failed)) {
                // Left, nothing is sent; what was read and written stays.
                stepUp.ask(() -> carryOut(shown, action), this::settleDecidable);
            } else {
                refuseIfDifferent(question, failed);
            }
            settleDecidable();
            if (question == generation) {
                changed(shown.id());
            }
        });
    }

    private void show(OpenRequest request) {
        content.set(new RequestContent.Open(request));
        settleRead();
        settleDecidable();
    }

    /** Whether a request is on show of which this holds. */
    private boolean onShow(Predicate<OpenRequest> condition) {
        return content.get() instanceof RequestContent.Open(OpenRequest shown) && condition.test(shown);
    }

    private void settleDecidable() {
        gate.setDecidable(onShow(OpenRequest::decidable) && !busy.get() && !stepUp.asked().get());
    }

    private void refuse(long question, Failure failed) {
        if (question == generation) {
            if (asked != null && RequestDecisions.isDifferent(failed)) {
                shownWhole.forget(asked);
            }
            // Whatever is still under way was asked about what is no longer on show.
            generation++;
            clear();
            content.set(new RequestContent.Refused(failed));
        }
    }

    private void refuseIfDifferent(long question, Failure failed) {
        if (RequestDecisions.isDifferent(failed)) {
            refuse(question, failed);
        } else if (question == generation) {
            failure.set(failed.line());
        }
    }

    private void clear() {
        gate.reset();
        attachments.clear();
        stepUp.end();
        if (asked != null) {
            drafts.keep(asked, new Drafts.Reasons(reason.get(), takeBackReason.get()));
        }
        reason.set("");
        takeBackReason.set("");
        failure.set("");
        withoutRest.set(false);
        unread.set(0);
        search.end();
    }

    private void settleRead() {
        unseenFiles.set(attachments.unseen());
        gate.setVerified(onShow(attachments::verified));
        gate.setSearched(search.isDone());
        gate.setRead(withoutRest.get() || onShow(shownWhole::has));
    }

    public ReadOnlyObjectProperty<RequestContent> content() {
        return content.getReadOnlyProperty();
    }

    public ApproveGate gate() {
        return gate;
    }

    public ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** Why the last attempt to decide failed; empty otherwise. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    /** Asks for the member's passphrase if the policy requires a recent sign-in. */
    StepUp steppingUp() {
        return stepUp;
    }

    /** The number of characters of the payload that were not on screen yet. */
    public ReadOnlyObjectProperty<Integer> unread() {
        return unread.getReadOnlyProperty();
    }

    /** The warnings about the payload on show; empty while it is being searched. */
    ReadOnlyObjectProperty<Optional<FoundWarnings>> warnings() {
        return search.warnings();
    }

    /** The files that go out with the request on show. */
    public AttachmentsViewModel attachments() {
        return attachments;
    }

    /** The number of its files that were not on screen whole. */
    public ReadOnlyObjectProperty<Integer> unseenFiles() {
        return unseenFiles.getReadOnlyProperty();
    }

    /** The reason as the member types it; part of the signed statement. */
    public StringProperty reason() {
        return reason;
    }

    /** The reason as the member types it to take the request back. */
    public StringProperty takeBackReason() {
        return takeBackReason;
    }

    /** Whether the member chose to decide without having seen everything. */
    public BooleanProperty withoutRest() {
        return withoutRest;
    }
}
