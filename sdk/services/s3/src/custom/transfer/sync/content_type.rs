//! Media types by the ends of names.

/// The media type of a file with this name, if its end tells one.
///
/// As with `aws s3 sync`, the end of a compressed file is left out before: `a.tar.gz` is what `a.tar` is.
pub(super) fn guess(name: &str) -> Option<&'static str> {
    let name = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    let (mut stem, mut end) = split(&name)?;
    if let Some((_, as_if)) = SHORT.iter().find(|(short, _)| *short == end) {
        end = as_if;
    } else if COMPRESSED.contains(&end) {
        (stem, end) = split(stem)?;
    }
    // A name that only begins with a dot has no end.
    let is_hidden = stem.chars().all(|c| c == '.');
    TYPES.iter().find(|(_, ends)| !is_hidden && ends.contains(&end)).map(|(media_type, _)| *media_type)
}

fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.')
}

const COMPRESSED: &[&str] = &["gz", "z", "bz2", "xz", "br"];

/// Ends that stand for two, and the first of them.
const SHORT: &[(&str, &str)] =
    &[("svgz", "svg"), ("tgz", "tar"), ("taz", "tar"), ("tz", "tar"), ("tbz2", "tar"), ("txz", "tar")];

/// Of the registry of media types of IANA (<https://www.iana.org/assignments/media-types>), and the usual ones that are not in it.
const TYPES: &[(&str, &[&str])] = &[
    ("application/epub+zip", &["epub"]),
    ("application/json", &["json"]),
    ("application/ld+json", &["jsonld"]),
    ("application/manifest+json", &["webmanifest"]),
    ("application/msword", &["doc", "dot", "wiz"]),
    ("application/n-quads", &["nq"]),
    ("application/n-triples", &["nt"]),
    ("application/octet-stream", &["bin", "a", "dll", "exe", "o", "obj", "so"]),
    ("application/oda", &["oda"]),
    ("application/pdf", &["pdf"]),
    ("application/pkcs7-mime", &["p7c"]),
    ("application/postscript", &["ps", "ai", "eps"]),
    ("application/rtf", &["rtf"]),
    ("application/toml", &["toml"]),
    ("application/trig", &["trig"]),
    ("application/vnd.apple.mpegurl", &["m3u", "m3u8"]),
    ("application/vnd.apache.parquet", &["parquet"]),
    ("application/vnd.ms-excel", &["xls", "xlb"]),
    ("application/vnd.ms-fontobject", &["eot"]),
    ("application/vnd.ms-powerpoint", &["ppt", "pot", "ppa", "pps", "pwz"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.sqlite3", &["sqlite", "sqlite3"]),
    ("application/wasm", &["wasm"]),
    ("application/x-7z-compressed", &["7z"]),
    ("application/x-bcpio", &["bcpio"]),
    ("application/x-cpio", &["cpio"]),
    ("application/x-csh", &["csh"]),
    ("application/x-dvi", &["dvi"]),
    ("application/x-gtar", &["gtar"]),
    ("application/x-hdf", &["hdf"]),
    ("application/x-hdf5", &["h5"]),
    ("application/x-latex", &["latex"]),
    ("application/x-mif", &["mif"]),
    ("application/x-netcdf", &["nc", "cdf"]),
    ("application/x-pkcs12", &["p12", "pfx"]),
    ("application/x-pn-realaudio", &["ram"]),
    ("application/x-python-code", &["pyc", "pyo"]),
    ("application/x-sh", &["sh"]),
    ("application/x-shar", &["shar"]),
    ("application/x-shockwave-flash", &["swf"]),
    ("application/x-sv4cpio", &["sv4cpio"]),
    ("application/x-sv4crc", &["sv4crc"]),
    ("application/x-tar", &["tar"]),
    ("application/x-tcl", &["tcl"]),
    ("application/x-tex", &["tex"]),
    ("application/x-texinfo", &["texinfo", "texi"]),
    ("application/x-troff", &["roff", "t", "tr"]),
    ("application/x-troff-man", &["man"]),
    ("application/x-troff-me", &["me"]),
    ("application/x-troff-ms", &["ms"]),
    ("application/x-ustar", &["ustar"]),
    ("application/x-wais-source", &["src"]),
    ("application/xhtml+xml", &["xhtml"]),
    ("application/xml", &["rdf", "wsdl", "xpdl", "xsl"]),
    ("application/yaml", &["yaml", "yml"]),
    ("application/zip", &["zip"]),
    ("audio/3gpp", &["3gp", "3gpp"]),
    ("audio/3gpp2", &["3g2", "3gpp2"]),
    ("audio/aac", &["aac", "adts", "ass", "loas"]),
    ("audio/basic", &["au", "snd"]),
    ("audio/flac", &["flac"]),
    ("audio/midi", &["mid", "midi"]),
    ("audio/mp4", &["m4a"]),
    ("audio/mpeg", &["mp3", "mp2"]),
    ("audio/ogg", &["ogg", "oga"]),
    ("audio/opus", &["opus"]),
    ("audio/x-aiff", &["aif", "aifc", "aiff"]),
    ("audio/x-pn-realaudio", &["ra"]),
    ("audio/x-wav", &["wav"]),
    ("font/otf", &["otf"]),
    ("font/ttf", &["ttf"]),
    ("font/woff", &["woff"]),
    ("font/woff2", &["woff2"]),
    ("image/avif", &["avif"]),
    ("image/bmp", &["bmp"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic"]),
    ("image/heif", &["heif"]),
    ("image/ief", &["ief"]),
    ("image/jpeg", &["jpg", "jpe", "jpeg"]),
    ("image/png", &["png"]),
    ("image/svg+xml", &["svg"]),
    ("image/tiff", &["tiff", "tif"]),
    ("image/vnd.microsoft.icon", &["ico"]),
    ("image/webp", &["webp"]),
    ("image/x-cmu-raster", &["ras"]),
    ("image/x-portable-anymap", &["pnm"]),
    ("image/x-portable-bitmap", &["pbm"]),
    ("image/x-portable-graymap", &["pgm"]),
    ("image/x-portable-pixmap", &["ppm"]),
    ("image/x-rgb", &["rgb"]),
    ("image/x-xbitmap", &["xbm"]),
    ("image/x-xpixmap", &["xpm"]),
    ("image/x-xwindowdump", &["xwd"]),
    ("message/rfc822", &["eml", "mht", "mhtml", "nws"]),
    ("text/css", &["css"]),
    ("text/csv", &["csv"]),
    ("text/html", &["html", "htm"]),
    ("text/javascript", &["js", "mjs"]),
    ("text/markdown", &["md", "markdown"]),
    ("text/n3", &["n3"]),
    ("text/plain", &["txt", "bat", "c", "h", "ksh", "log", "pl", "srt"]),
    ("text/richtext", &["rtx"]),
    ("text/tab-separated-values", &["tsv"]),
    ("text/vtt", &["vtt"]),
    ("text/x-python", &["py"]),
    ("text/x-setext", &["etx"]),
    ("text/x-sgml", &["sgml", "sgm"]),
    ("text/x-vcard", &["vcf"]),
    ("text/xml", &["xml"]),
    ("video/mp4", &["mp4"]),
    ("video/mpeg", &["mpeg", "m1v", "mpa", "mpe", "mpg"]),
    ("video/ogg", &["ogv"]),
    ("video/quicktime", &["mov", "qt"]),
    ("video/webm", &["webm"]),
    ("video/x-matroska", &["mkv"]),
    ("video/x-msvideo", &["avi"]),
    ("video/x-sgi-movie", &["movie"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_tell_types() {
        for (name, expected) in [
            ("a/b.HTML", Some("text/html")),
            ("a.tar.gz", Some("application/x-tar")),
            ("a.tgz", Some("application/x-tar")),
            ("a.txt.gz", Some("text/plain")),
            ("a.gz", None),
            ("a.js", Some("text/javascript")),
            ("a.png/b", None),
            ("png", None),
            (".png", None),
            ("a.unknown", None),
            ("", None),
        ] {
            assert_eq!(guess(name), expected, "{name}");
        }
    }
}
