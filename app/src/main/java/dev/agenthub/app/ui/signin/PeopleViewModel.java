package dev.agenthub.app.ui.signin;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Member;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.Role;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import org.jspecify.annotations.Nullable;

/** The members of the organization and the invitations of new ones. */
public final class PeopleViewModel {
    private static final Messages MESSAGES = Messages.of(PeopleViewModel.class);

    private final Session session;
    private final TaskRunner tasks;
    private final ObservableList<Member> people = FXCollections.observableArrayList();
    private final Map<UUID, String> workspaceNames = new HashMap<>();
    private final ObservableList<OpenInvitation> invitations = FXCollections.observableArrayList();
    private final ReadOnlyStringWrapper invitationsFailure = new ReadOnlyStringWrapper("");
    private final ObservableSet<String> knownGroups = FXCollections.observableSet(new TreeSet<>());
    private final StringProperty name = new SimpleStringProperty("");
    private final Set<Role> roles = EnumSet.of(Role.APPROVER);
    private final Set<String> groups = new TreeSet<>();
    private final ReadOnlyObjectWrapper<@Nullable Invitation> invitation = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable UUID> waiting = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper proposed = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper listFailure = new ReadOnlyStringWrapper("");

    public PeopleViewModel(Session session, TaskRunner tasks) {
        this.session = session;
        this.tasks = tasks;
        knownGroups.addAll(session.me().groups());
    }

    private record Loaded(List<Member> people, List<Workspace> workspaces) {}

    /** Fetches members and invitations again. */
    public void load() {
        tasks.run(() -> new Loaded(session.client().members(), session.client().administration().workspaces()),
                found -> {
                    listFailure.set("");
                    found.workspaces().forEach(one -> workspaceNames.put(one.workspace(), one.name()));
                    found.people().forEach(member -> knownGroups.addAll(member.groups()));
                    people.setAll(found.people());
                }, failed -> listFailure.set(failed.line()));
        tasks.run(session.client()::invitations, found -> {
            invitationsFailure.set("");
            invitations.setAll(found);
        }, failed -> invitationsFailure.set(failed.line()));
    }

    /** Withdraws an invitation, which can then no longer be redeemed. */
    public void withdraw(OpenInvitation open) {
        tasks.run(() -> {
            session.client().withdrawInvitation(open.id());
            return session.client().invitations();
        }, found -> {
            invitationsFailure.set("");
            invitations.setAll(found);
        }, failed -> invitationsFailure.set(failed.line()));
    }

    /** The name of a workspace; its id where this member does not see it. */
    String workspaceName(UUID workspace) {
        return workspaceNames.getOrDefault(workspace, workspace.toString());
    }

    /** Creates an invitation with the chosen rights. */
    public void invite() {
        if (roles.isEmpty()) {
            failure.set(MESSAGES.text("invite.problem.roles"));
            return;
        }
        failure.set("");
        invitation.set(null);
        String meant = name.get().strip();
        InviteRequest request = new InviteRequest(meant.isEmpty() ? null : meant, List.copyOf(roles),
                List.copyOf(groups));
        proposed.set("");
        tasks.run(() -> session.client().invite(request), outcome -> {
            switch (outcome) {
                case ChangeOutcome.Done<Invitation>(Invitation made) -> show(made);
                case ChangeOutcome.Proposed<Invitation>(ProposedChange change) -> await(change);
            }
            name.set("");
        }, failed -> failure.set(failed.line()));
    }

    private void await(ProposedChange change) {
        waiting.set(change.request());
        proposed.set(MESSAGES.text("invite.proposed"));
    }

    /** Collects the code of the last proposed invitation after its approval. */
    public void collect() {
        UUID request = waiting.get();
        if (request == null) {
            return;
        }
        failure.set("");
        tasks.run(() -> session.client().administration().collect(request), secret -> {
            waiting.set(null);
            proposed.set("");
            show(secret.invitation());
        }, failed -> failure.set(failed.line()));
    }

    private void show(@Nullable Invitation made) {
        invitation.set(made);
        load();
    }

    public void setRole(Role role, boolean chosen) {
        if (chosen) {
            roles.add(role);
        } else {
            roles.remove(role);
        }
    }

    public void setGroup(String group, boolean chosen) {
        if (chosen) {
            groups.add(group);
        } else {
            groups.remove(group);
        }
    }

    public boolean hasRole(Role role) {
        return roles.contains(role);
    }

    public ObservableList<Member> people() {
        return people;
    }

    /** The open invitations. */
    public ObservableList<OpenInvitation> invitations() {
        return invitations;
    }

    public ReadOnlyStringProperty invitationsFailure() {
        return invitationsFailure.getReadOnlyProperty();
    }

    /** All groups with members. */
    public ObservableSet<String> knownGroups() {
        return knownGroups;
    }

    public StringProperty name() {
        return name;
    }

    /** The last invitation created; null before, and while one is being created. */
    public ReadOnlyObjectProperty<@Nullable Invitation> invitation() {
        return invitation.getReadOnlyProperty();
    }

    /** Tells that the invitation waits for approval; empty where it does not. */
    public ReadOnlyStringProperty proposed() {
        return proposed.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty listFailure() {
        return listFailure.getReadOnlyProperty();
    }
}
