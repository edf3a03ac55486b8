package dev.agenthub.app.ui.policies;

import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.PrettyJson;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The state of the policies screen: versions, a draft, its simulation, and its publication. Confined to the window's thread. */
public final class PoliciesViewModel {
    static final int LAST = 200;
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final PoliciesSource source;
    private final TaskRunner tasks;
    private static final Messages MESSAGES = Messages.of(PoliciesViewModel.class);
    private final ObservableList<PolicySummary> policies = FXCollections.observableArrayList();
    private final ObservableList<PolicyText> versions = FXCollections.observableArrayList();
    private final ObservableList<SimulatedRow> simulated = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable PolicySummary> policy = new SimpleObjectProperty<>();
    private final StringProperty draft = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper valid = new ReadOnlyBooleanWrapper();
    private TaskRunner.@Nullable Pending check;
    private int edition;

    public PoliciesViewModel(PoliciesSource source, TaskRunner tasks) {
        this.source = source;
        this.tasks = tasks;
        policy.subscribe(this::chosen);
        draft.subscribe((before, now) -> {
            if (!before.equals(now)) {
                edited();
            }
        });
    }

    /** Fetches the policies again; the selected policy and the draft are kept. */
    public void refresh() {
        tasks.run(source::policies, this::show, this::failed);
    }

    private void show(List<PolicySummary> found) {
        failure.set("");
        PolicySummary before = policy.get();
        policies.setAll(found);
        if (before == null) {
            policy.set(found.isEmpty() ? null : found.getFirst());
        } else {
            found.stream().filter(one -> one.current().id().equals(before.current().id())).findFirst()
                    .filter(one -> !one.equals(before)).ifPresent(policy::set);
        }
    }

    private void chosen(@Nullable PolicySummary now) {
        versions.clear();
        if (now != null) {
            tasks.run(() -> source.versions(now.current().id()), found -> {
                if (now.equals(policy.get())) {
                    versions.setAll(found);
                    String said = done.get();
                    load(found.getFirst());
                    done.set(said);
                }
            }, this::failed);
        }
    }

    /** Loads a version into the draft. */
    public void load(PolicyText version) {
        draft.set(PrettyJson.of(version.document()));
    }

    private void edited() {
        edition++;
        done.set("");
        summary.set("");
        simulated.clear();
        valid.set(false);
        if (check != null) {
            check.cancel();
        }
        check = tasks.after(PAUSE, this::check);
    }

    private void check() {
        int checking = edition;
        String document = draft.get();
        tasks.run(() -> source.check(document), answer -> {
            if (checking == edition) {
                show(answer);
            }
        }, this::failed);
    }

    private void show(PolicyCheck answer) {
        failure.set("");
        valid.set(answer.valid());
        String pointer = answer.pointer();
        fault.set(answer.valid()
                ? ""
                : MESSAGES.text("fault",
                        pointer == null || pointer.isEmpty() ? MESSAGES.text("fault.document") : pointer,
                        String.valueOf(answer.message())));
    }

    /** Simulates the draft with the newest requests. */
    public void simulate() {
        PolicySummary about = policy.get();
        if (about == null || !ready().get()) {
            return;
        }
        int asking = edition;
        String document = draft.get();
        begin();
        tasks.run(() -> source.simulate(about.current().id(), document, LAST), answer -> {
            busy.set(false);
            if (asking == edition) {
                show(answer);
            }
        }, this::failed);
    }

    private void show(PolicySimulation answer) {
        summary.set(answer.requests().isEmpty()
                ? MESSAGES.text("simulated.none")
                : MESSAGES.text("simulated", answer.requests().size(), answer.asked(), answer.allowed(),
                        answer.denied(), answer.changed()));
        simulated.setAll(answer.requests().stream().map(request -> SimulatedRow.of(request, MESSAGES)).toList());
    }

    /** Publishes the draft as the next version. */
    public void publish() {
        PolicySummary over = policy.get();
        if (over == null || !ready().get()) {
            return;
        }
        String document = draft.get();
        begin();
        tasks.run(() -> source.publish(over.current().id(), over.current().version(), document), this::published,
                this::failed);
    }

    private void published(ChangeOutcome<PublishedPolicy> outcome) {
        busy.set(false);
        done.set(switch (outcome) {
            case ChangeOutcome.Done<PublishedPolicy>(PublishedPolicy published) ->
                MESSAGES.text("published", published.version().version(), published.cancelled());
            case ChangeOutcome.Proposed<PublishedPolicy> _ -> MESSAGES.text("proposed");
        });
        refresh();
    }

    private void begin() {
        failure.set("");
        done.set("");
        busy.set(true);
    }

    private void failed(Failure why) {
        busy.set(false);
        failure.set(why.line());
    }

    public ObservableList<PolicySummary> policies() {
        return policies;
    }

    public ObservableList<PolicyText> versions() {
        return versions;
    }

    public ObservableList<SimulatedRow> simulated() {
        return simulated;
    }

    public ObjectProperty<@Nullable PolicySummary> policy() {
        return policy;
    }

    public StringProperty draft() {
        return draft;
    }

    /** The draft's error and its position; empty where none is known. */
    public ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    /** The simulation's result in one sentence. */
    public ReadOnlyStringProperty summary() {
        return summary.getReadOnlyProperty();
    }

    /** The result of the last publication. */
    public ReadOnlyStringProperty done() {
        return done.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    /** Whether the draft can be simulated and published now. */
    public BooleanBinding ready() {
        return Bindings.createBooleanBinding(() -> valid.get() && !busy.get() && policy.get() != null, valid, busy,
                policy);
    }

    /** The text of the publish button. */
    public StringBinding publication() {
        return Bindings.createStringBinding(() -> {
            PolicySummary now = policy.get();
            return now == null ? "" : MESSAGES.text("publish", now.current().version() + 1);
        }, policy);
    }
}
