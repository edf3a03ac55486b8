package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditFilter;
import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.chain.EventType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** The filter of the event table. Confined to the window's thread. */
public final class FilterViewModel {
    private static final List<String> FAMILIES = List.of("approval.", "override.", "run.", "member.", "agent.",
            "policy.", "connector.", "billing.", "log.");
    private static final List<String> TYPES = List.of(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
            EventType.APPROVAL_EXPIRED, EventType.APPROVAL_CANCELLED, EventType.RUN_STARTED, EventType.RUN_FINISHED,
            EventType.RUN_REFUSED, EventType.CHECKPOINT_PUBLISHED, EventType.EXPORT_CREATED);

    private static final Messages MESSAGES = Messages.of(FilterViewModel.class);
    private final InstantSource clock;
    private final Consumer<AuditFilter> apply;
    private final List<Choice<String>> types;
    private final List<Choice<Duration>> periods;
    private final ObjectProperty<Choice<String>> type;
    private final ObjectProperty<Choice<Duration>> period;
    private final StringProperty actor = new SimpleStringProperty("");
    private final StringProperty subject = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper active = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private boolean quiet;

    /** A choice in a list: its label and its value; null for no condition. */
    public record Choice<T>(String label, @Nullable T value) {

        @Override
        public String toString() {
            return label;
        }
    }

    /** Makes a filter; {@code apply} receives every change. */
    public FilterViewModel(InstantSource clock, Consumer<AuditFilter> apply) {
        this.clock = clock;
        this.apply = apply;
        this.types = types();
        this.periods = periods();
        this.type = new SimpleObjectProperty<>(types.getFirst());
        this.period = new SimpleObjectProperty<>(periods.getFirst());
        type.subscribe((_, _) -> changed());
        period.subscribe((_, _) -> changed());
    }

    private List<Choice<String>> types() {
        List<Choice<String>> choices = new ArrayList<>();
        choices.add(new Choice<>(MESSAGES.text("filter.type.all"), null));
        FAMILIES.forEach(family -> choices.add(new Choice<>(MESSAGES.text("filter.family." + family), family)));
        TYPES.forEach(one -> choices.add(new Choice<>(MESSAGES.text("type." + one), one)));
        return List.copyOf(choices);
    }

    private List<Choice<Duration>> periods() {
        return Stream.of(new Choice<Duration>(MESSAGES.text("filter.time.all"), null),
                new Choice<>(MESSAGES.text("filter.time.hour"), Duration.ofHours(1)),
                new Choice<>(MESSAGES.text("filter.time.day"), Duration.ofDays(1)),
                new Choice<>(MESSAGES.text("filter.time.week"), Duration.ofDays(7)),
                new Choice<>(MESSAGES.text("filter.time.month"), Duration.ofDays(30))).toList();
    }

    /** Filters by one actor's or one subject's id; an empty text means any. */
    public void only(String actorId, String subjectId) {
        actor.set(actorId);
        subject.set(subjectId);
        changed();
    }

    /** Clears the filter. */
    public void clear() {
        quiet = true;
        type.set(types.getFirst());
        period.set(periods.getFirst());
        actor.set("");
        subject.set("");
        quiet = false;
        changed();
    }

    /** Applies the text entered. */
    public void changed() {
        if (quiet) {
            return;
        }
        Duration back = period.get().value();
        try {
            AuditFilter filter = new AuditFilter(type.get().value(), given(actor.get()), given(subject.get()), null,
                    back == null ? null : clock.instant().minus(back), null, null);
            failure.set("");
            active.set(!filter.equals(AuditFilter.ALL));
            apply.accept(filter);
        } catch (IllegalArgumentException _) {
            failure.set(MESSAGES.text("filter.malformed"));
        }
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    public List<Choice<String>> typeChoices() {
        return types;
    }

    public List<Choice<Duration>> periodChoices() {
        return periods;
    }

    public ObjectProperty<Choice<String>> type() {
        return type;
    }

    public ObjectProperty<Choice<Duration>> period() {
        return period;
    }

    /** The actor's id; applied by {@link #changed}. */
    public StringProperty actor() {
        return actor;
    }

    /** The subject's id; applied by {@link #changed}. */
    public StringProperty subject() {
        return subject;
    }

    /** Whether the filter has a condition. */
    public ReadOnlyBooleanProperty active() {
        return active.getReadOnlyProperty();
    }

    /** Why the text entered is invalid; empty where it is valid. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
