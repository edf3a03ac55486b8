package dev.agenthub.app.cli.online;

import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Role;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.Session;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub members …}: manages members: roles, groups, workspaces and devices. */
@Command(name = "members", mixinStandardHelpOptions = true, description = "People, their rights and their devices; workspaces and groups.", footer = {
        "", "  agenthub members change MEMBER --roles approver,auditor --groups approvers",
        "  agenthub members revoke-key MEMBER 05af1c33d2e09b71 --reason \"Left on a train\"", "",
        ChangeReport.EXIT_CODES})
final class MembersCommand implements Runnable {
    private static final String ROLES_HELP = "approver, auditor, admin, owner";

    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    MembersCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub members list");
    }

    @Command(description = "Everybody, with their roles, groups and keys.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return Output.printMarked(terminal,
                as(session, opened -> opened.client().members()).stream().map(MembersCommand::shown)
                        .collect(Collectors.joining()));
    }

    @Command(description = "Give a member these roles and groups, and no others.", mixinStandardHelpOptions = true)
    int change(@Parameters(paramLabel = "MEMBER") UUID member,
            @Option(names = "--roles", split = ",", required = true, description = ROLES_HELP) List<String> roles,
            @Option(names = "--groups", split = ",", description = "Approval groups.") @Nullable List<String> groups,
            @Option(names = "--inactive", description = "End the membership.") boolean inactive,
            @Mixin MemberSession session) {
        MemberChange change = new MemberChange(named(roles).stream().map(this::role).toList(),
                groups == null ? List.of() : named(groups), !inactive);
        return report().of(as(session, opened -> opened.client().administration().change(member, change)),
                MembersCommand::shown);
    }

    @Command(description = "Let an approver see and decide the requests of some workspaces alone, or of every one.", mixinStandardHelpOptions = true)
    int workspaces(@Parameters(paramLabel = "MEMBER") UUID member,
            @ArgGroup(multiplicity = "1") WorkspaceChoice choice, @Mixin MemberSession session) {
        return report().of(
                as(session, opened -> opened.client().administration().changeWorkspaces(member,
                        choice.every ? null : choice.only)),
                MembersCommand::shown);
    }

    /** Either a list of workspaces or all workspaces. */
    static final class WorkspaceChoice {
        @Option(names = "--only", split = ",", paramLabel = "WORKSPACE", description = "The ids of the workspaces.")
        private List<UUID> only = List.of();

        @Option(names = "--every", description = "Every workspace, also those to come.")
        private boolean every;
    }

    @Command(name = "revoke-key", description = "Revoke a device key for good.", mixinStandardHelpOptions = true)
    int revokeKey(@Parameters(paramLabel = "MEMBER") UUID member, @Parameters(paramLabel = "KEY") String key,
            @Option(names = "--reason", required = true, description = "The audit log keeps it.") String reason,
            @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                shown(as(session, opened -> opened.client().administration().revokeKey(member, key, reason))));
    }

    @Command(description = "Invite a person; the link is printed this once.", mixinStandardHelpOptions = true)
    int invite(
            @Option(names = "--roles", split = ",", required = true, description = ROLES_HELP) List<String> roles,
            @Option(names = "--groups", split = ",", description = "Approval groups.") @Nullable List<String> groups,
            @Option(names = "--name", description = "Whom it is meant for.") @Nullable String name,
            @Mixin MemberSession session) {
        InviteRequest request = new InviteRequest(name, named(roles).stream().map(this::role).toList(),
                groups == null ? List.of() : named(groups));
        return report().ofInvitation(as(session, opened -> opened.client().invite(request)));
    }

    @Command(description = "The invitations and device codes that can still be redeemed.", mixinStandardHelpOptions = true)
    int invitations(@Mixin MemberSession session) {
        return Output.printMarked(terminal,
                as(session, opened -> opened.client().invitations()).stream().map(MembersCommand::code)
                        .collect(Collectors.joining()));
    }

    @Command(description = "Let nobody redeem an invitation or device code any more.", mixinStandardHelpOptions = true)
    int withdraw(@Parameters(paramLabel = "INVITATION") UUID invitation, @Mixin MemberSession session) {
        return Output.printMarked(terminal, as(session, opened -> {
            opened.client().withdrawInvitation(invitation);
            return "Withdrawn: " + invitation + "\n";
        }));
    }

    private static String code(OpenInvitation one) {
        return one.id() + "  " + (one.member() == null
                ? (one.name() == null ? "somebody" : one.name()) + "  " + one.roles() + "  " + one.groups()
                : "a device of " + one.member()) + "  by "
                + (one.invitedByName() == null ? "AgentHub" : one.invitedByName()) + "  until " + one.expiresAt()
                + "\n";
    }

    @Command(description = "A code that enrols a further device of yours, within minutes.", mixinStandardHelpOptions = true)
    int device(@Mixin MemberSession session) {
        return report().code(as(session, opened -> opened.client().administration().inviteDevice()));
    }

    private ChangeReport report() {
        return new ChangeReport(terminal);
    }

    @Command(description = "All workspaces and approval groups.", mixinStandardHelpOptions = true)
    int places(@Mixin MemberSession session) {
        return Output.printMarked(terminal, as(session, opened -> {
            StringBuilder text = new StringBuilder();
            opened.client().administration().workspaces().forEach(workspace -> text.append("workspace ")
                    .append(workspace.workspace()).append("  ").append(workspace.name()).append('\n'));
            opened.client().administration().groups()
                    .forEach(group -> text.append("group ").append(group).append('\n'));
            return text.toString();
        }));
    }

    @Command(name = "add-workspace", description = "Make a workspace.", mixinStandardHelpOptions = true)
    int addWorkspace(@Parameters(paramLabel = "NAME") String name, @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                as(session, opened -> opened.client().administration().createWorkspace(name)).workspace() + "\n");
    }

    @Command(name = "add-group", description = "Make an approval group.", mixinStandardHelpOptions = true)
    int addGroup(@Parameters(paramLabel = "NAME") String name, @Mixin MemberSession session) {
        return report().of(as(session, opened -> opened.client().administration().createGroup(name)),
                group -> group.name() + "\n");
    }

    private <T> T as(MemberSession session, Function<Session, T> work) {
        return session.during(passphrase, work);
    }

    private static List<String> named(List<String> words) {
        return words.stream().filter(word -> !word.isBlank()).toList();
    }

    private Role role(String word) {
        try {
            return Role.valueOf(word.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "There is no role " + word, e);
        }
    }

    private static String shown(Member member) {
        StringBuilder text = new StringBuilder(member.member().toString()).append("  ").append(member.name())
                .append(member.active() ? "" : "  (left)").append("  ").append(member.roles()).append("  ")
                .append(member.groups())
                .append(member.workspaces() == null ? "" : "  only in " + member.workspaces()).append('\n');
        member.keys().forEach(key -> text.append("  key ").append(key.key()).append("  ").append(key.alg())
                .append(key.revokedAt() == null ? "" : "  revoked " + key.revokedAt()).append('\n'));
        return text.toString();
    }
}
