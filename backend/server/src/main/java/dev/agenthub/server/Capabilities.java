package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.alerts.Alerts;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.Proposals;
import dev.agenthub.server.approvals.ReevaluateRequests;
import dev.agenthub.server.approvals.Simulations;
import dev.agenthub.server.approvals.decide.OverrideAlerts;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.OpenRequests;
import dev.agenthub.server.approvals.requests.PendingAges;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.audit.checkpoints.CheckpointSchedule;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
import dev.agenthub.server.audit.checkpoints.Exports;
import dev.agenthub.server.audit.timestamps.CheckpointTimestamps;
import dev.agenthub.server.audit.timestamps.TimestampConfig;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.cluster.Leases;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.oauth.AuthorizationCleanup;
import dev.agenthub.server.connectors.oauth.Authorizations;
import dev.agenthub.server.connectors.oauth.DeviceAuthorizations;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import dev.agenthub.server.connectors.oauth.OAuthAdministration;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import dev.agenthub.server.connectors.vault.VaultRotation;
import dev.agenthub.server.delegations.DelegationAdministration;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.events.relay.EventRelay;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.governance.BudgetRules;
import dev.agenthub.server.governance.ChangeReader;
import dev.agenthub.server.governance.Changes;
import dev.agenthub.server.governance.ConnectionRules;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.http.Admission;
import dev.agenthub.server.http.Callers;
import dev.agenthub.server.http.HttpServer;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.http.metrics.Metrics;
import dev.agenthub.server.http.metrics.MetricsAccess;
import dev.agenthub.server.http.openapi.DescribedRoutes;
import dev.agenthub.server.http.routes.AgentRoutes;
import dev.agenthub.server.http.routes.AlertRoutes;
import dev.agenthub.server.http.routes.ApprovalRoutes;
import dev.agenthub.server.http.routes.AuditRoutes;
import dev.agenthub.server.http.routes.ConnectionRoutes;
import dev.agenthub.server.http.routes.DelegationRoutes;
import dev.agenthub.server.http.routes.EventRoutes;
import dev.agenthub.server.http.routes.GovernanceRoutes;
import dev.agenthub.server.http.routes.HealthRoutes;
import dev.agenthub.server.http.routes.IdentityRoutes;
import dev.agenthub.server.http.routes.LimitRoutes;
import dev.agenthub.server.http.routes.OAuthRoutes;
import dev.agenthub.server.http.routes.PeopleRoutes;
import dev.agenthub.server.http.routes.PolicyRoutes;
import dev.agenthub.server.http.routes.StatusRoutes;
import dev.agenthub.server.idempotency.RememberedAnswers;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.OpenInvitations;
import dev.agenthub.server.identity.Sessions;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.CapAlerts;
import dev.agenthub.server.limits.RateAdministration;
import dev.agenthub.server.limits.ReservationAdministration;
import dev.agenthub.server.policies.PolicyAdmin;
import dev.agenthub.server.restore.DeclareRestore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates every capability of a backend on one database and wires them together; the same for embedded and served backends. */
final class Capabilities implements AutoCloseable {

    /** Interval of heartbeats on event streams; clients treat twice this silence as a lost server. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration STAMPING = Duration.ofSeconds(15);
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration FORGETTING = Duration.ofHours(1);
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final ResourceStack opened = new ResourceStack();
    private final Database database;
    private final Clock clock;
    private final Lifetimes lifetimes;
    private final BackendInstance instance;
    private final SecretBytes relayKey;
    private final Leases leases;
    private final MetricsAccess metricsAccess;
    private final AuditLog audit;
    private final Catalog catalog = Catalog.builtIn();
    private final EventStream events = new EventStream();
    private final Checkpoints checkpoints;
    private final CheckpointSchedule schedule;
    private final Invitations invitations;
    private final Executions executions;
    private final Connectors connectors;
    private final TokenRefresher refresher;
    private final TokenRevoker revoker;
    private final AuthorizationCleanup authorizationCleanup;
    private final Expiry expiry;
    private final Membership membership;
    private final WorkspacesAndGroups workspacesAndGroups;
    private final BudgetAdministration budgets;
    private final Changes changes;
    private final Rules rules;
    private final Approvals approvals;
    private final @Nullable CheckpointTimestamps timestamps;

    Capabilities(Database database, DataFolder folder, Connectors connectors, Clock clock, CheckpointPlan plan) {
        this(database, folder, connectors, BackendInstance.single(), clock, plan);
    }

    /** For one of several processes that may work on the database. */
    Capabilities(Database database, DataFolder folder, Connectors connectors, BackendInstance instance, Clock clock,
            CheckpointPlan plan) {
        this(database, folder, connectors, instance, null, plan, Lifetimes.DEFAULTS, clock);
    }

    /** With a timestamping authority for checkpoints; null for none. */
    Capabilities(Database database, DataFolder folder, Connectors connectors, BackendInstance instance,
            @Nullable TimestampConfig authority, CheckpointPlan plan, Lifetimes lifetimes, Clock clock) {
        this.database = database;
        this.instance = instance;
        this.relayKey = folder.secret(EventRelay.KEY, EventRelay.KEY_LENGTH);
        this.leases = new Leases(instance);
        this.metricsAccess = MetricsAccess.of(folder);
        this.clock = clock;
        this.lifetimes = lifetimes;
        this.audit = new AuditLog(events, clock);
        this.checkpoints = new Checkpoints(database.transactions(), audit, folder, clock);
        this.timestamps = authority == null
                ? null
                : new CheckpointTimestamps(database.transactions(), audit, checkpoints, authority);
        this.invitations = new Invitations(database.transactions(), audit, clock, lifetimes);
        this.schedule = new CheckpointSchedule(database.transactions(), audit, checkpoints, clock, plan.interval(),
                plan.entries());
        this.connectors = connectors;
        // In a restored database, a request that is called approved may have run after the backup was made.
        this.refresher = new TokenRefresher(database.transactions(), audit, connectors,
                clock);
        this.revoker = new TokenRevoker(database.transactions(), audit, connectors,
                clock);
        this.authorizationCleanup = new AuthorizationCleanup(database.transactions(), clock);
        this.executions = opened.add(new Executions(database, new Claims(audit, events, clock), audit,
                new FreshConnections(connectors, refresher, database.transactions(), audit, clock), clock,
                Executions.Mode.of(instance).holding(checkpoints::isRefused)));
        this.expiry = new Expiry(database.transactions(), audit, events, clock);
        Membership membership = new Membership(database.transactions(), audit, clock);
        WorkspacesAndGroups workspacesAndGroups = new WorkspacesAndGroups(database.transactions(), audit);
        this.budgets = new BudgetAdministration(database.transactions(), clock);
        ChangeReader reader = new ChangeReader(membership, workspacesAndGroups, invitations,
                new ReevaluateRequests(database.transactions(), audit, events, clock)::reevaluate, budgets, clock);
        this.changes = opened.add(new Changes(database, audit, new Proposals(audit, events, clock), reader,
                checkpoints::isRefused));
        this.rules = new Rules(database.transactions(), changes, reader, catalog);
        this.membership = membership;
        this.workspacesAndGroups = workspacesAndGroups;
        this.approvals = new Approvals(database.transactions(), audit, events, expiry, ready(), clock);
    }

    private ReadyListener ready() {
        return new ReadyListener() {
            @Override
            public void action(UUID org, UUID request) {
                executions.wake(org, request);
            }

            @Override
            public void change(UUID org, UUID request) {
                changes.wake(org, request);
            }
        };
    }

    AuditLog audit() {
        return audit;
    }

    Invitations invitations() {
        return invitations;
    }

    EventStream events() {
        return events;
    }

    /** Starts the runs of approved requests, and applies approved changes, whose hold is over. */
    void runWaiting() {
        executions.wakeWaiting();
        changes.wakeWaiting();
    }

    /**
     * Refreshes the connections' tokens that are due, revokes ended tokens at their
     * providers, and deletes authorizations that were not completed.
     */
    void maintainConnections(UUID org) {
        refresher.sweep(org);
        revoker.sweep(org);
        authorizationCleanup.sweep(org);
    }

    Executions.Hold holdRuns() {
        return executions.hold();
    }

    /**
     * Resumes what an earlier process left unfinished, starts the periodic tasks and serves HTTP.
     *
     * @param enrolled receives the organization's id after each enrolment
     * @param handedOut adds the server's address to an invitation
     */
    URI serve(HttpServer.Binding binding, Consumer<UUID> enrolled, UnaryOperator<Invitation> handedOut) {
        HttpServer http = start(binding, enrolled, handedOut, HEARTBEAT);
        sweepNowAndThen();
        return http.uri();
    }

    /** As {@link #serve}, without periodic tasks: tests call {@link #runWaiting} and the sweeps themselves. */
    HttpServer start(HttpServer.Binding binding, Consumer<UUID> enrolled, UnaryOperator<Invitation> handedOut) {
        return start(binding, enrolled, handedOut, NEVER);
    }

    private HttpServer start(HttpServer.Binding binding, Consumer<UUID> enrolled, UnaryOperator<Invitation> handedOut,
            Duration heartbeat) {
        executions.start();
        // Clients of the event stream reconnect, and then receive an error instead of stale data.
        database.reachability().onLoss(events::announceLoss);
        EventRelay relay = instance.alone()
                ? null
                : opened.add(EventRelay.start(database, events, audit, instance, relayKey));
        Authentication authentication = new Authentication(database.transactions(), clock, lifetimes);
        EventRoutes eventRoutes = new EventRoutes(authentication, events, heartbeat);
        StatusRoutes statusRoutes = new StatusRoutes(authentication, approvals, events, heartbeat);
        RememberedAnswers remembered = new RememberedAnswers(database.transactions(), clock);
        Sessions sessions = new Sessions(database.transactions(), audit, binding.fingerprint(), clock, lifetimes);
        ConnectionAdministration keys = new ConnectionAdministration(database.transactions(), audit, connectors);
        ConnectionRules connectionRules = new ConnectionRules(database.transactions(), changes, keys,
                new Authorizations(database.transactions(), connectors, clock),
                new DeviceAuthorizations(database.transactions(), connectors, clock));
        OverrideAlerts overrides = new OverrideAlerts(database, audit, events, clock);
        CapAlerts caps = new CapAlerts(database.transactions(), audit, clock);
        List<Routes> routes = List.of(
                new HealthRoutes(database, timestamps),
                new IdentityRoutes(invitations, sessions, database.transactions(), enrolled),
                new PeopleRoutes(rules, membership, workspacesAndGroups, invitations,
                        new OpenInvitations(database.transactions(), audit, clock), handedOut),
                new DelegationRoutes(new DelegationAdministration(database.transactions(), audit, clock)),
                new GovernanceRoutes(rules, changes, handedOut),
                new AgentRoutes(new AgentAdministration(database.transactions(), audit, catalog, clock), rules),
                new ConnectionRoutes(keys, connectionRules),
                new LimitRoutes(budgets, new BudgetRules(database.transactions(), changes, budgets),
                        new ReservationAdministration(database.transactions()),
                        new RateAdministration(database.transactions(), audit, clock)),
                new OAuthRoutes(catalog,
                        new OAuthAdministration(database.transactions(), audit, connectors, catalog),
                        connectionRules),
                new ApprovalRoutes(approvals), new AlertRoutes(new Alerts(overrides, caps)), statusRoutes,
                new Metrics(events, executions, new PendingAges(database, clock), overrides, metricsAccess),
                new PolicyRoutes(
                        new PolicyAdmin(database.transactions()),
                        new Simulations(database.transactions()), rules),
                new AuditRoutes(database.transactions(), audit, checkpoints,
                        new Exports(database.transactions(), checkpoints),
                        new DeclareRestore(checkpoints, audit, new OpenRequests(events, clock), clock)),
                eventRoutes);
        HttpServer http = opened.add(HttpServer.start(binding,
                new Callers(authentication, remembered, new Admission(binding.limits())),
                List.of(new DescribedRoutes(routes, authentication))));
        // Closed before the server, which waits for these runs to end.
        opened.add(eventRoutes);
        opened.add(statusRoutes);
        opened.add(PeriodicTask.every(instance.lease().dividedBy(4), "leases", executions::keep));
        opened.add(PeriodicTask.every(FORGETTING, "idempotency",
                () -> database.organizations().all().forEach(remembered::sweep)));
        if (relay != null) {
            opened.add(PeriodicTask.every(CATCH_UP, "relay", relay::catchUp));
        }
        return http;
    }

    private void sweepNowAndThen() {
        opened.add(PeriodicTask.every(SWEEP, "expiry",
                () -> ours("expiry").forEach(expiry::sweep)));
        VaultRotation rotation = new VaultRotation(database.transactions(), connectors.vault(), clock);
        opened.add(PeriodicTask.every(SWEEP.multipliedBy(12), "vault",
                () -> rotation.sweep(database.organizations().all())));
        opened.add(PeriodicTask.every(SWEEP, "connections",
                () -> ours("connections").forEach(this::maintainConnections)));
        opened.add(PeriodicTask.every(SWEEP, "checkpoints", () -> schedule
                .look(database.organizations().all(), org -> isOurs(org, "checkpoints"))));
        opened.add(PeriodicTask.every(SWEEP, "executions", () -> {
            executions.recover();
            executions.wakeWaiting();
            changes.wakeWaiting();
        }));
        CheckpointTimestamps stamping = timestamps;
        if (stamping != null) {
            opened.add(PeriodicTask.every(STAMPING, "timestamps",
                    () -> database.organizations().all().forEach(stamping::sweep)));
        }
    }

    /** The organizations for which this process holds the lease on that job now. */
    private Stream<UUID> ours(String job) {
        return database.organizations().all().stream()
                .filter(org -> isOurs(org, job));
    }

    private boolean isOurs(UUID org, String job) {
        return instance.alone() || database.transactions().call(OrgContext.system(org),
                handle -> leases.take(handle, org, job, SWEEP.multipliedBy(3)));
    }

    @Override
    public void close() {
        opened.close();
    }
}
