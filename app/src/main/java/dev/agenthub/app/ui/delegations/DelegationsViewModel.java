package dev.agenthub.app.ui.delegations;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Member;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The delegations in force or to come, and the form with which a member signs one. Confined to the window's thread. */
final class DelegationsViewModel {
    private static final Messages MESSAGES = Messages.of(DelegationsViewModel.class);
    private static final Set<Role> MAY_END_ANY = EnumSet.of(Role.OWNER, Role.ADMIN);

    private final Session session;
    private final TaskRunner tasks;
    private final InstantSource clock;
    private final ZoneId zone;
    private final ObservableList<Delegation> standing = FXCollections.observableArrayList();
    private final ObservableList<Member> candidates = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Member> delegate = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable LocalDate> firstDay = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable LocalDate> lastDay = new SimpleObjectProperty<>();
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper listFailure = new ReadOnlyStringWrapper("");
    private final StringBinding meaning;

    private record Found(List<Member> members, List<Delegation> delegations) {}

    DelegationsViewModel(Session session, TaskRunner tasks, InstantSource clock, ZoneId zone) {
        this.session = session;
        this.tasks = tasks;
        this.clock = clock;
        this.zone = zone;
        Moments moments = new Moments(clock, zone);
        this.meaning = Bindings.createStringBinding(() -> meaning(moments), delegate, firstDay, lastDay);
    }

    /** Fetches everything again. */
    void load() {
        tasks.run(() -> new Found(session.client().members(), session.client().delegations()), found -> {
            listFailure.set("");
            Instant now = clock.instant();
            standing.setAll(found.delegations().stream()
                    .filter(one -> one.endedAt() == null && now.isBefore(one.endsAt())).toList());
            offer(found.members().stream().filter(this::mayDecide).toList());
            loaded.set(true);
        }, failed -> listFailure.set(failed.line()));
    }

    /** Updates the candidates; the selected member stays selected while still a candidate. */
    private void offer(List<Member> members) {
        Member chosen = delegate.get();
        candidates.setAll(members);
        delegate.set(chosen == null
                ? null
                : members.stream().filter(member -> member.member().equals(chosen.member())).findFirst().orElse(null));
    }

    private boolean mayDecide(Member member) {
        return member.active() && member.roles().contains(Role.APPROVER) && !isMe(member.member())
                && member.keys().stream().anyMatch(key -> key.revokedAt() == null);
    }

    /** Signs a delegation to the selected member. */
    void delegate() {
        Member to = delegate.get();
        LocalDate last = lastDay.get();
        String problem = problem(to, last);
        if (busy.get()) {
            return;
        }
        failure.set(problem);
        if (to == null || last == null || !problem.isEmpty()) {
            return;
        }
        busy.set(true);
        String given = reason.get().strip();
        tasks.run(() -> session.delegate(to.member(), startsAt(), endsAt(last), given, clock), _ -> {
            busy.set(false);
            delegate.set(null);
            firstDay.set(null);
            lastDay.set(null);
            reason.set("");
            load();
        }, failed -> {
            busy.set(false);
            failure.set(failed.line());
        });
    }

    private String problem(@Nullable Member to, @Nullable LocalDate last) {
        if (to == null) {
            return MESSAGES.text("delegate.problem.who");
        }
        if (last == null) {
            return MESSAGES.text("delegate.problem.last");
        }
        LocalDate first = firstDay.get();
        if (first != null && first.isBefore(today())) {
            return MESSAGES.text("delegate.problem.past");
        }
        return last.isBefore(first == null ? today() : first) ? MESSAGES.text("delegate.problem.order") : "";
    }

    /** The start of the delegation: now, where the first day has already begun. */
    private Instant startsAt() {
        LocalDate first = firstDay.get();
        return first == null || !first.isAfter(today()) ? clock.instant() : first.atStartOfDay(zone).toInstant();
    }

    private Instant endsAt(LocalDate last) {
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    /** What would be signed, in words; empty while the form is incomplete. */
    private String meaning(Moments moments) {
        Member to = delegate.get();
        LocalDate last = lastDay.get();
        if (to == null || last == null || !problem(to, last).isEmpty()) {
            return "";
        }
        LocalDate first = firstDay.get();
        String from = first == null || !first.isAfter(today())
                ? MESSAGES.text("delegate.meaning.now")
                : MESSAGES.text("delegate.meaning.from", moments.day(startsAt()));
        return MESSAGES.text("delegate.meaning", from, moments.day(last.atStartOfDay(zone).toInstant()),
                HiddenCharacters.marked(to.name()));
    }

    /** Ends a delegation early. */
    void end(Delegation delegation) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        listFailure.set("");
        tasks.run(() -> {
            session.client().endDelegation(delegation.id());
            return delegation;
        }, _ -> {
            busy.set(false);
            load();
        }, failed -> {
            busy.set(false);
            listFailure.set(failed.line());
        });
    }

    /** Whether this member may end it: either party, owners and administrators. */
    boolean mayEnd(Delegation delegation) {
        return isMe(delegation.member()) || isMe(delegation.delegate())
                || session.me().roles().stream().anyMatch(MAY_END_ANY::contains);
    }

    boolean isMe(UUID member) {
        return session.me().member().equals(member);
    }

    /** Whether this member decides requests, and so can delegate. */
    boolean mayDelegate() {
        return session.me().roles().contains(Role.APPROVER);
    }

    /** Delegations in force or to come, newest first. */
    ObservableList<Delegation> standing() {
        return standing;
    }

    /** The members who could decide for this one. */
    ObservableList<Member> candidates() {
        return candidates;
    }

    ObjectProperty<@Nullable Member> chosen() {
        return delegate;
    }

    /** The first day; null for now. */
    ObjectProperty<@Nullable LocalDate> firstDay() {
        return firstDay;
    }

    /** The last day, inclusive. */
    ObjectProperty<@Nullable LocalDate> lastDay() {
        return lastDay;
    }

    StringProperty reason() {
        return reason;
    }

    StringBinding meaning() {
        return meaning;
    }

    ReadOnlyBooleanProperty loaded() {
        return loaded.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    ReadOnlyStringProperty listFailure() {
        return listFailure.getReadOnlyProperty();
    }
}
