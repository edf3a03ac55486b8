package dev.agenthub.app.launcher;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.ui.Screens;
import dev.agenthub.app.ui.approvals.InboxScreen;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.audit.AuditScreen;
import dev.agenthub.app.ui.audit.AuditSource;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.connections.ConnectionsScreen;
import dev.agenthub.app.ui.delegations.DelegationsScreen;
import dev.agenthub.app.ui.policies.PoliciesScreen;
import dev.agenthub.app.ui.policies.PoliciesSource;
import dev.agenthub.app.ui.reconcile.ReconcileScreen;
import dev.agenthub.app.ui.signin.PeopleScreen;
import dev.agenthub.app.ui.verify.VerifyScreen;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The desktop's screens, by the member's roles. */
final class DesktopScreens implements Screens {
    private static final Set<Role> READ_AUDIT = EnumSet.of(Role.AUDITOR, Role.ADMIN, Role.OWNER);
    private static final Set<Role> DELEGATE = EnumSet.of(Role.APPROVER, Role.ADMIN, Role.OWNER);
    private static final Set<Role> INVITE = EnumSet.of(Role.ADMIN, Role.OWNER);

    private final AppServices services;
    private final Map<UUID, Drafts> drafts = new HashMap<>();

    DesktopScreens(AppServices services) {
        this.services = services;
    }

    @Override
    public List<Screen> of(@Nullable Session session, Consumer<String> goTo) {
        VerifyScreen verify = new VerifyScreen(services);
        List<Screen> screens = new ArrayList<>();
        if (session != null) {
            screens.add(new InboxScreen(session, services,
                    drafts.computeIfAbsent(session.me().member(), _ -> new Drafts())));
            if (mayOneOf(READ_AUDIT, session)) {
                screens.add(new AuditScreen(AuditSource.of(session), services, exported -> {
                    verify.offer(List.of(exported.file(), exported.key()));
                    goTo.accept(verify.id());
                }));
            }
        }
        screens.add(verify);
        screens.add(new ReconcileScreen(services));
        if (session != null && mayOneOf(INVITE, session)) {
            screens.add(new PoliciesScreen(PoliciesSource.of(session.client()), services));
            screens.add(new ConnectionsScreen(session, services));
            screens.add(new PeopleScreen(session, services));
        }
        if (session != null && mayOneOf(DELEGATE, session)) {
            screens.add(new DelegationsScreen(session, services));
        }
        return screens;
    }

    @Override
    public void forget(UUID member) {
        drafts.remove(member);
    }

    private static boolean mayOneOf(Set<Role> roles, Session session) {
        return session.me().roles().stream().anyMatch(roles::contains);
    }
}
