package dev.agenthub.app.ui.signin;

import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.KeyCard;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the sign-in screen of a backend starts from: an invitation or an ended session, and the way to another backend. */
public final class SignInContext {
    private final Supplier<@Nullable String> ownerInvitation;
    private final @Nullable Runnable otherBackend;
    private @Nullable String invitation;
    private @Nullable EndedSession ended;

    /** A member whose session has ended, and why; {@code card} is null where their key is no longer on this device. */
    record EndedSession(@Nullable KeyCard card, String why) {}

    /**
     * The context of one backend's sign-in screen.
     *
     * @param ownerInvitation supplies the code of a new organization's first owner; null once it was used
     * @param invitation the link of an invitation; null for none
     * @param otherBackend opens the choice of another backend; null where there is none
     */
    public SignInContext(Supplier<@Nullable String> ownerInvitation, @Nullable String invitation,
            @Nullable Runnable otherBackend) {
        this.ownerInvitation = ownerInvitation;
        this.invitation = invitation;
        this.otherBackend = otherBackend;
    }

    /** The context where there is only one backend, and no invitation link. */
    public static SignInContext of(Supplier<@Nullable String> ownerInvitation) {
        return new SignInContext(ownerInvitation, null, null);
    }

    @Nullable
    String ownerInvitation() {
        return ownerInvitation.get();
    }

    @Nullable
    Runnable otherBackend() {
        return otherBackend;
    }

    /** The invitation's link; empty where there is none or it was used. */
    Optional<String> invitation() {
        return Optional.ofNullable(invitation);
    }

    /** The key among {@code people} that belongs to the invitation's organization. */
    Optional<KeyCard> keyForInvitedOrganization(List<KeyCard> people) {
        return invitation().flatMap(InvitationCode::parse)
                .flatMap(code -> people.stream().filter(card -> card.org().equals(code.org())).findFirst());
    }

    /** Sets the message of the next sign-in and its preselected key; {@code card} is null for none. */
    public void sessionEnded(@Nullable KeyCard card, String why) {
        ended = new EndedSession(card, why);
    }

    /** Returns and clears the last ended session; null for none. */
    @Nullable
    EndedSession takeEndedSession() {
        EndedSession taken = ended;
        ended = null;
        return taken;
    }

    /** Marks the invitation as used. */
    void useInvitation() {
        invitation = null;
    }
}
