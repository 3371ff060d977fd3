package aitta.http;

import org.apache.pekko.http.impl.settings.ParserSettingsImpl;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.scaladsl.model.MediaType;
import scala.Option;
import scala.runtime.AbstractFunction2;

/**
 * Makes Pekko hand the Content-Type of a request over as it was sent. It parses this one header
 * before anyone can see it, and its model of types drops charsets of types that it knows to have
 * none, replaces names of charsets, sorts parameters and forgets doubled ones. But what its parser
 * can't make sense of, it passes on as text: so no type makes sense to it here.
 *
 * <p>A {@code multipart} type never comes by here. It is still parsed, and loses its charset, which
 * would have no meaning.
 *
 * <p>Pekko's public settings take a list of types alone, not the function behind it; hence the one
 * use of an internal class.
 */
final class TypesAsText extends AbstractFunction2<String, String, Option<MediaType>> {

  /** Ends the parsing of a header, and that alone; made once, as it says the same each time. */
  private static final class LeftAsText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeftAsText() {
      super("content types are left as text", null, false, false);
    }
  }

  private static final LeftAsText LEFT_AS_TEXT = new LeftAsText();

  @Override
  public Option<MediaType> apply(String mainType, String subType) {
    throw LEFT_AS_TEXT;
  }

  static ParserSettings in(ParserSettings settings) {
    ParserSettingsImpl known = (ParserSettingsImpl) settings;
    return known.copy(
        known.maxUriLength(),
        known.maxMethodLength(),
        known.maxResponseReasonLength(),
        known.maxHeaderNameLength(),
        known.maxHeaderValueLength(),
        known.maxHeaderCount(),
        known.maxContentLengthSetting(),
        known.maxToStrictBytes(),
        known.maxChunkExtLength(),
        known.maxChunkSize(),
        known.maxCommentParsingDepth(),
        known.uriParsingMode(),
        known.cookieParsingMode(),
        known.illegalHeaderWarnings(),
        known.ignoreIllegalHeaderFor(),
        known.errorLoggingVerbosity(),
        known.illegalResponseHeaderNameProcessingMode(),
        known.illegalResponseHeaderValueProcessingMode(),
        known.conflictingContentTypeHeaderProcessingMode(),
        known.headerValueCacheLimits(),
        known.includeTlsSessionInfoHeader(),
        known.includeSslSessionAttribute(),
        known.modeledHeaderParsing(),
        known.customMethods(),
        known.customStatusCodes(),
        new TypesAsText());
  }
}
