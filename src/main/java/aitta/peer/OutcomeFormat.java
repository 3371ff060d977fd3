package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The bytes of a forwarded write and of how it ended; parts of {@link PeerFormat}, whose version
 * they share.
 */
final class OutcomeFormat {
  private OutcomeFormat() {}

  static int sizeBound(Request.Write write) {
    int size = 64 + write.key().name().length;
    if (write.content() != null) {
      Request.Content content = write.content();
      int text = content.contentType().length() + content.contentEncoding().length();
      size += content.value().length + 3 * text;
    }
    if (write.supersedes() instanceof Request.Supersedes.Exactly exactly) {
      size += sizeBound(exactly.seen());
    }
    for (String tag : tags(write.precondition())) {
      size += 5 + 3 * tag.length();
    }
    return size;
  }

  private static Set<String> tags(Precondition precondition) {
    if (precondition instanceof Precondition.Matches matches) {
      return matches.etags();
    }
    return precondition instanceof Precondition.MatchesNone none ? none.etags() : Set.of();
  }

  private static int sizeBound(Seen seen) {
    return 32 + PeerFormat.DOT_BYTES * seen.context().size();
  }

  static int sizeBound(Outcome outcome) {
    if (outcome instanceof Outcome.WriteDone done) {
      return 64 + sizeBound(done.seen()) + SiblingsFormat.sizeBound(done.siblings());
    }
    return outcome instanceof Outcome.PreconditionFailed failed
        ? SiblingsFormat.sizeBound(failed.current())
        : 64 + 3 * outcome.toString().length();
  }

  static void write(Request.Write write, Output out) {
    PeerFormat.writeKey(write.key(), out);
    out.putByte(
        (write.content() != null ? 1 : 0) | (write.strict() ? 2 : 0) | (write.latest() ? 4 : 0));
    out.putByte(write.w().number()).putVarint(write.timeout().toMillis());
    if (write.content() != null) {
      Request.Content content = write.content();
      out.putString(content.contentType()).putString(content.contentEncoding());
      out.putVarint(content.expiresAtMillis()).putBytes(content.value());
    }
    if (write.supersedes() instanceof Request.Supersedes.Exactly exactly) {
      out.putByte(2);
      writeSeen(exactly.seen(), out);
    } else {
      out.putByte(write.supersedes() == Request.Supersedes.Nothing.INSTANCE ? 1 : 0);
    }
    writePrecondition(write.precondition(), out);
  }

  static Request.Write readWrite(Input in) {
    Key key = PeerFormat.readKey(in);
    int flags = in.getByte();
    Level w = new Level((byte) in.getByte());
    Duration timeout = Duration.ofMillis(in.getVarint());
    Request.Content content = null;
    if ((flags & 1) != 0) {
      String type = in.getString();
      String encoding = in.getString();
      long expires = in.getVarint();
      content = new Request.Content(in.getBytes(), type, encoding, expires);
    }
    Request.Supersedes supersedes = readSupersedes(in);
    Precondition precondition = readPrecondition(in);
    return new Request.Write(
        key, content, supersedes, precondition, w, (flags & 2) != 0, (flags & 4) != 0, timeout);
  }

  private static Request.Supersedes readSupersedes(Input in) {
    switch (in.getByte()) {
      case 0:
        return Request.Supersedes.AllKnown.INSTANCE;
      case 1:
        return Request.Supersedes.Nothing.INSTANCE;
      case 2:
        return new Request.Supersedes.Exactly(readSeen(in));
      default:
        throw new MalformedException("a write that supersedes nobody knows what");
    }
  }

  private static void writePrecondition(Precondition precondition, Output out) {
    if (precondition == null) {
      out.putByte(0);
    } else if (precondition == Precondition.NothingLive.INSTANCE) {
      out.putByte(1);
    } else if (precondition == Precondition.SomethingLive.INSTANCE) {
      out.putByte(2);
    } else if (precondition instanceof Precondition.Matches matches) {
      writeTags(matches.etags(), out.putByte(3));
    } else {
      writeTags(((Precondition.MatchesNone) precondition).etags(), out.putByte(4));
    }
  }

  private static Precondition readPrecondition(Input in) {
    switch (in.getByte()) {
      case 0:
        return null;
      case 1:
        return Precondition.NothingLive.INSTANCE;
      case 2:
        return Precondition.SomethingLive.INSTANCE;
      case 3:
        return new Precondition.Matches(readTags(in));
      case 4:
        return new Precondition.MatchesNone(readTags(in));
      default:
        throw new MalformedException("an unknown precondition");
    }
  }

  private static void writeTags(Set<String> tags, Output out) {
    out.putVarint(tags.size());
    tags.forEach(out::putString);
  }

  private static Set<String> readTags(Input in) {
    int count = in.getCount(1);
    Set<String> tags = new HashSet<>();
    for (int i = 0; i < count; i++) {
      tags.add(in.getString());
    }
    return tags;
  }

  private static void writeSeen(Seen seen, Output out) {
    out.putLong(seen.timestamp());
    seen.context().writeTo(out);
  }

  private static Seen readSeen(Input in) {
    long timestamp = in.getLong();
    return new Seen(Context.readFrom(in), timestamp);
  }

  static void write(Outcome outcome, Output out) {
    if (outcome instanceof Outcome.WriteDone done) {
      out.putByte(1).putLong(done.dot().writer()).putVarint(done.dot().counter());
      writeSeen(done.seen(), out);
      out.putVarint(done.answered()).putVarint(done.n());
      SiblingsFormat.write(done.siblings(), out);
    } else if (outcome instanceof Outcome.PreconditionFailed failed) {
      SiblingsFormat.write(failed.current(), out.putByte(2));
    } else if (outcome instanceof Outcome.QuorumNotMet missed) {
      out.putByte(3).putVarint(missed.required()).putVarint(missed.received());
      out.putString(missed.detail());
    } else if (outcome instanceof Outcome.TooManySiblings many) {
      out.putByte(4).putVarint(many.count()).putVarint(many.bytes());
    } else if (outcome instanceof Outcome.InvalidContext invalid) {
      out.putByte(5).putString(invalid.detail());
    } else if (outcome instanceof Outcome.Overloaded overloaded) {
      out.putByte(6).putString(overloaded.detail());
    } else if (outcome instanceof Outcome.NotReady notReady) {
      out.putByte(7).putString(notReady.detail());
    } else if (outcome instanceof Outcome.Failed failed) {
      out.putByte(8).putString(failed.id()).putString(failed.detail());
    } else {
      throw new IllegalArgumentException("a write does not end with " + outcome);
    }
  }

  static Outcome readOutcome(Input in) {
    switch (in.getByte()) {
      case 1:
        Dot dot = new Dot(in.getLong(), in.getVarint());
        Seen seen = readSeen(in);
        int answered = (int) in.getVarint();
        int n = (int) in.getVarint();
        Siblings siblings = SiblingsFormat.read(in);
        return new Outcome.WriteDone(siblings, dot, seen, answered, n);
      case 2:
        return new Outcome.PreconditionFailed(SiblingsFormat.read(in));
      case 3:
        return new Outcome.QuorumNotMet((int) in.getVarint(), (int) in.getVarint(), in.getString());
      case 4:
        return new Outcome.TooManySiblings((int) in.getVarint(), in.getVarint());
      case 5:
        return new Outcome.InvalidContext(in.getString());
      case 6:
        return new Outcome.Overloaded(in.getString());
      case 7:
        return new Outcome.NotReady(in.getString());
      case 8:
        return new Outcome.Failed(in.getString(), in.getString());
      default:
        throw new MalformedException("an unknown outcome");
    }
  }
}
